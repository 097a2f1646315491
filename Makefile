# Linli (邻里). `make` or `make help` lists the targets.
SHELL := /bin/sh
PYTHON ?= $(shell command -v python3.11 || command -v python3)
BIN := .venv/bin
BOOTSTRAP = @$(PYTHON) -m scripts.bootstrap
SOURCES := community devices access repairs intercom gridworkers scripts tests wsgi.py
WORKERS ?= 2
FAULT_SIZE ?= full
PYTEST = $(BIN)/python -m pytest -q -n$(WORKERS) --dist loadfile
# Node from the system, or the one that the bootstrap put into .venv
NPM = cd web && PATH="$(CURDIR)/.venv/bin:$$PATH" npm

.DEFAULT_GOAL := help
.PHONY: help run test lint types web web-check unit postgresql fault bench migration lock clean

help: ## 列出全部命令 / list the targets
	@printf '%s\n' '邻里 Linli' ''
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)
	@printf '%s\n' '' '  LINLI_LANG=en  English messages'

run: ## 安装、迁移、演示数据、启动全部服务 / install what is missing and start everything
	$(BOOTSTRAP) run
	@exec $(BIN)/python -m community.run

test: ## 全部检查与测试 / all checks and tests: lint, types, web, both databases, broker, browser
	$(BOOTSTRAP) test
	@$(MAKE) --no-print-directory lint types web-check
	$(PYTEST) tests -m "not fault"
	@$(MAKE) --no-print-directory postgresql

lint: ## 代码风格与分层约定 / ruff, format, import contracts
	$(BOOTSTRAP) dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports --no-cache

types: ## 静态类型 / mypy
	$(BOOTSTRAP) dev
	$(BIN)/mypy

web: ## 构建网页应用 / build the web apps
	$(BOOTSTRAP) web

web-check: ## 检查网页代码 / lint and type-check the web apps
	$(BOOTSTRAP) web
	$(NPM) run check

unit: ## 快速测试 / quick tests only: SQLite, no broker, no browser
	$(BOOTSTRAP) dev
	$(PYTEST) tests -m "not broker and not browser and not fault"

postgresql: ## PostgreSQL 上的测试 / the tests on PostgreSQL
	$(BOOTSTRAP) test
	$(PYTEST) tests --database=postgresql -m "not fault and (not browser or journey)"

fault: ## 故障与负载测试；FAULT_SIZE=small 为缩小规模 / long fault and load runs, or small ones by FAULT_SIZE=small
	$(BOOTSTRAP) test
	FAULT_SIZE=$(FAULT_SIZE) $(BIN)/python -m pytest -q -m fault tests
	FAULT_SIZE=$(FAULT_SIZE) $(BIN)/python -m pytest -q -m fault tests --database=postgresql

bench: ## 性能测量 / the benchmarks behind the README's figures
	$(BOOTSTRAP) run
	$(BIN)/python -m benchmarks

migration: ## 生成数据库迁移 / write the next database revision: make migration m="what changes"
	$(BOOTSTRAP) dev
	LINLI_DATA=$$(mktemp -d) LINLI_LOG_LEVEL=error sh -c '$(BIN)/flask --app wsgi db upgrade && $(BIN)/flask --app wsgi db migrate -m "$(m)"'

lock: ## 更新锁定的依赖版本 / pin the Python packages anew
	$(BOOTSTRAP) dev
	@for list in requirements scripts/node-requirements; do \
	  (cd $$(dirname $$list) && $(CURDIR)/$(BIN)/uv pip compile --quiet --universal --generate-hashes --python-version 3.11 \
	    --no-emit-index-url --no-emit-find-links --custom-compile-command 'make lock' \
	    $$(basename $$list).in -o $$(basename $$list).txt) || exit 1; done

clean: ## 删除安装与构建的文件，保留数据 / remove what was installed and built; data stays
	rm -rf web/node_modules web/dist web/.vite .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
	if [ ! -L .venv ]; then rm -rf .venv; fi
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
