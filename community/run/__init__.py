"""The launcher behind `make run`: one command starts, watches and stops everything that a running community needs.

It owns the data folder while it runs, binds the web port, starts the broker and proves that it is its own, brings the
database up to date, and then keeps the web, worker and simulator processes alive until it is told to stop. It does no
work of the application itself.
"""
