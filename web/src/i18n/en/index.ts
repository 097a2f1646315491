import articles from './articles'
import audit from './audit'
import common from './common'
import desk from './desk'
import manage from './manage'
import places from './places'
import question from './question'
import resident from './resident'
import settings from './settings'
import simulator from './simulator'
import ticket from './ticket'
import worker from './worker'

export default { ...common, ...ticket, ...question, ...places, ...desk, resident, worker, manage, settings, articles, audit, simulator }
