/**
 * The least that a proxy on `node:http` can be, without any of the entry's rules: the yardstick for
 * what they cost. `node bench/bare-proxy.ts PORT...` prints its own port as one JSON
 * line, and for each line it reads the CPU time it has used.
 */
import * as http from 'node:http';
import * as readline from 'node:readline';

const ports = process.argv.slice(2).map(Number);
const agent = new http.Agent({ keepAlive: true });
let turn = 0;

const server = http.createServer((request, response) => {
  turn += 1;
  const upstream = http.request({
    host: '127.0.0.1',
    port: ports[turn % ports.length],
    method: request.method,
    path: request.url,
    headers: request.headers,
    agent,
  });
  upstream.on('response', (answer) => {
    response.writeHead(answer.statusCode ?? 502, answer.headers);
    answer.pipe(response);
  });
  upstream.on('error', () => response.destroy());
  request.pipe(upstream);
});
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  const port = address !== null && typeof address === 'object' ? address.port : 0;
  console.log(JSON.stringify({ port }));
});
readline
  .createInterface({ input: process.stdin })
  .on('line', () => console.log(JSON.stringify({ answer: process.cpuUsage() })))
  .on('close', () => process.exit(0));
