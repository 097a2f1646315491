/** The API to read and to try: the document that the server writes, with each operation's rights (`x-authz`) beside it. */
import SwaggerUI from 'swagger-ui-dist/swagger-ui-es-bundle.js'
import 'swagger-ui-dist/swagger-ui.css'
import './docs.css'

SwaggerUI({
  url: '/api/v1/openapi.json',
  dom_id: '#docs',
  deepLinking: true,
  docExpansion: 'list',
  filter: true,
  showExtensions: true,
  defaultModelsExpandDepth: 0,
  // Swagger's public validator would be told the address of every server.
  validatorUrl: null,
})
