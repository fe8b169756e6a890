/** A shop whose pages do all that a page that is only looked at must not do, and the strangers it would like to meet. */
import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import * as http from 'node:http';
import * as https from 'node:https';
import type { AddressInfo, Server } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';

export interface Stranger {
  readonly port: number;
  /** Connections that were opened to it, whatever came of them. */
  readonly met: () => number;
  readonly asked: () => readonly string[];
  readonly close: () => Promise<void>;
}

export function openStranger(): Promise<Stranger> {
  return listening((answer) => http.createServer(answer));
}

/** With a certificate that nobody vouches for. */
export async function openSelfSigned(folder: string): Promise<Stranger> {
  const [key, cert] = [join(folder, 'k.pem'), join(folder, 'c.pem')];
  const made = [
    'req',
    '-x509',
    '-newkey',
    'ec',
    '-pkeyopt',
    'ec_paramgen_curve:prime256v1',
    '-nodes',
  ];
  await promisify(execFile)('openssl', [...made, '-keyout', key, '-out', cert, '-subj', '/CN=127.0.0.1', '-days', '2']); // prettier-ignore
  const own = { key: await readFile(key), cert: await readFile(cert) };
  return listening((answer) => https.createServer(own, answer));
}

async function listening(make: (answer: http.RequestListener) => Server): Promise<Stranger> {
  const asked: string[] = [];
  let met = 0;
  const server = make((request, response) => {
    asked.push(request.url ?? '');
    response.writeHead(200, { 'access-control-allow-origin': '*' }).end('a stranger');
  });
  server.on('connection', () => (met += 1));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    met: () => met,
    asked: () => asked,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

export interface Strangers {
  readonly other: number;
  readonly secure: number;
}

/** Each by its path. `/planted` has as many boxes as `?n` says. */
export function hostileServer({ other, secure }: Strangers): string {
  const page = (body: string): string =>
    `<!doctype html><title>Shop</title><style>body{margin:0;font:16px sans-serif;background:#fff}</style>${body}`;
  const pages = {
    '/alerts': page('<script>for (;;) alert("again")</script>'),
    '/dialogs': page(`<h1>Dialogs</h1><script>
      addEventListener('beforeunload', (event) => { event.preventDefault(); event.returnValue = 'stay'; });
      for (const attempt of [() => alert(1), () => confirm(2), () => prompt(3), () => print(), () => open('http://127.0.0.1:${String(other)}/window'),
        () => Notification.requestPermission(), () => navigator.geolocation.getCurrentPosition(() => 0, () => 0)])
        try { attempt(); } catch { /* On to the next one. */ }
      </script>`),
    '/strangers':
      page(`<link rel="preconnect" href="http://127.0.0.1:${String(other)}"><link rel="dns-prefetch" href="//cdn.example">
      <img src="http://127.0.0.1:${String(other)}/img"><img src="http://localhost:${String(other)}/img"><img src="http://cdn.example/x.png">
      <img src="http://169.254.169.254/latest/meta-data/"><iframe src="app://bundle/index.html"></iframe><iframe src="file:///etc/passwd"></iframe>
      <script>fetch('http://127.0.0.1:${String(other)}/fetch').catch(() => 0); new WebSocket('ws://127.0.0.1:${String(other)}/ws');
      document.title = typeof window.blockyard + typeof window.require + typeof window.process;
      if (document.title === 'undefinedundefinedundefined') document.write('<h1>alone</h1>');</script>`),
    '/secure': page(`<img src="https://127.0.0.1:${String(secure)}/img">`),
    '/endless': page(
      `<style>@keyframes k { to { transform: translateX(300px) } } div { width: 90px; height: 90px; background: #06c; animation: k 1s infinite alternate }</style><div></div>`,
    ),
    '/moving':
      page(`<canvas id="c" width="300" height="300"></canvas><script>let at = 0; const draw = () => {
      const pen = document.getElementById('c').getContext('2d'); pen.fillStyle = 'hsl(' + (at += 7) + ' 90% 50%)'; pen.fillRect(0, 0, 300, 300); requestAnimationFrame(draw); }; draw();</script>`),
    '/leads-away': page(
      `<script>location.href = 'http://127.0.0.1:${String(other)}/led'</script><h1>Stay</h1>`,
    ),
    '/leads-on': page(
      '<script>location.href = "/leads-on?" + Math.random()</script><h1>Round</h1>',
    ),
    '/leaves-traces':
      page(`<h1>Bye</h1><script>for (const name of ['pagehide', 'unload', 'visibilitychange'])
      addEventListener(name, () => { localStorage.setItem('trace', name); fetch('http://127.0.0.1:${String(other)}/bye').catch(() => 0); });</script>`),
    '/finds-traces': page(
      '<script>if (localStorage.getItem("trace") !== null) location.href = "/found-a-trace"</script><h1>Alone</h1>',
    ),
    '/writes': page(`<h1>Order</h1><form action="/order" method="post"></form><script>
      fetch('/order', { method: 'POST' }).catch(() => 0); fetch('/order/1', { method: 'DELETE' }).catch(() => 0);
      navigator.sendBeacon('/beacon', 'x'); document.forms[0].submit();</script>`),
    '/crash': page('<script>const all = []; for (;;) all.push(new Array(1e7).fill({}))</script>'),
  };
  return `import http from 'node:http';
const pages = ${JSON.stringify(pages)};
const boxes = (n) => Array.from({ length: n }, (_, i) => '<i style="position:absolute;left:' + (40 + (i % 4) * 150) + 'px;top:' + (40 + Math.floor(i / 4) * 150) + 'px;width:60px;height:60px;background:#' + '0369c'[i % 5] + '36"></i>').join('');
let writes = 0;
http.createServer((request, response) => {
  if (request.method !== 'GET') writes += 1;
  const url = new URL(request.url, 'http://shop');
  const path = url.pathname;
  const html = (text) => response.writeHead(200, { 'content-type': 'text/html' }).end(text);
  if (path === '/never') return;
  if (path === '/away') return response.writeHead(302, { location: 'http://127.0.0.1:${String(other)}/away' }).end();
  if (path === '/loop') return response.writeHead(302, { location: '/loop' }).end();
  if (path === '/save') return response.writeHead(200, { 'content-type': 'application/zip', 'content-disposition': 'attachment; filename="shop.zip"' }).end('x');
  if (path === '/written' && writes > 0) return response.writeHead(302, { location: '/written-to' }).end();
  if (path.startsWith('/written')) return html('<h1>Written</h1>');
  if (path === '/doc') return response.writeHead(200, { 'content-type': 'application/pdf' }).end('%PDF-1.4');
  if (path === '/login') return response.writeHead(401, { 'www-authenticate': 'Basic realm="shop"', 'content-type': 'text/html' }).end('<h1>401</h1>');
  if (path === '/planted') return html('<!doctype html><body style="margin:0;height:1200px;background:#fff"><h1 style="padding:700px 20px 0">Planted</h1>' + boxes(process.env.PLANTED ?? 0));
  if (path === '/api') return response.writeHead(200, { 'content-type': 'application/json' }).end('{"price": 9007199254740993, "items": [1, {"b": 2, "a": "x"}], "new": true}');
  const page = pages[path];
  if (page !== undefined) return html(page);
  response.writeHead(path === '/health' ? 200 : 404).end('ok');
}).listen(process.env.PORT, '127.0.0.1');
`;
}
