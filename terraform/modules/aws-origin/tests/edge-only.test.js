// Runs the CloudFront function in Node.js: node edge-only.test.js
'use strict';
const assert = require('node:assert');
const fs = require('node:fs');
const path = require('node:path');

const secret = '0123456789abcdef0123456789abcdef';
const template = fs.readFileSync(path.join(__dirname, '../templates/edge-only.js.tftpl'), 'utf8');
assert.strictEqual(template.split('${secret}').length, 2, 'the template contains the secret once');
const handler = new Function(template.replace('${secret}', secret) + '; return handler;')();

function ask(uri, agent) {
  const headers = agent === undefined ? {} : { 'user-agent': { value: agent } };
  return handler({ request: { method: 'GET', uri: uri, headers: headers, querystring: {} } });
}

for (const agent of [undefined, '', 'Mozilla/5.0', secret.slice(1), secret + ' ', secret.toUpperCase()]) {
  for (const uri of ['/', '/index.html', '/.origin/id.txt', '/.origin/health/', '/.origin/health/x', '/.origin//health']) {
    assert.strictEqual(ask(uri, agent).statusCode, 403, uri + ' with ' + agent);
  }
  assert.strictEqual(ask('/.origin/health', agent).uri, '/.origin/health', 'monitors cannot set User-Agent');
}
assert.strictEqual(ask('/a/b.css', secret).uri, '/a/b.css');
assert.strictEqual(ask('/', secret).uri, '/index.html', 'a request for the bucket root would list it');
assert.strictEqual(ask('/docs/', secret).uri, '/docs/index.html');
console.log('edge-only.test.js: only the edge is admitted');
