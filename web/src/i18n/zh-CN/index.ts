import articles from './articles'
import audit from './audit'
import common from './common'
import desk from './desk'
import manage from './manage'
import media from './media'
import places from './places'
import question from './question'
import rating from './rating'
import resident from './resident'
import settings from './settings'
import simulator from './simulator'
import ticket from './ticket'
import worker from './worker'

<<<<<<< HEAD
export default { ...common, ...ticket, ...question, ...places, ...rating, ...desk, resident, worker, manage, settings, articles, audit, simulator }
=======
export default { ...common, ...ticket, ...question, ...places, ...media, ...desk, resident, worker, manage, settings, articles, audit, simulator }
>>>>>>> 1267a4e (Record, send and play voice notes and videos on every screen of a ticket)
