import audit from './audit'
import common from './common'
import manage from './manage'
import resident from './resident'
import simulator from './simulator'
import ticket from './ticket'
import worker from './worker'

export default { ...common, ...ticket, resident, worker, manage, audit, simulator }
