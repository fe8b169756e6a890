// A bare Electron window that serves the built gallery under the product's own scheme and policy.
import { app, BrowserWindow, protocol } from 'electron';
import { readFile } from 'node:fs/promises';
import { extname, join, normalize } from 'node:path';

const folder = process.env.BLOCKYARD_GALLERY ?? '';
const types = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.woff2': 'font/woff2',
};
const policy =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; object-src 'none'; require-trusted-types-for 'script'; trusted-types 'none'";

protocol.registerSchemesAsPrivileged([
  { scheme: 'app', privileges: { standard: true, secure: true, supportFetchAPI: true } },
]);
// Its own folder each time, so that two runs never share a lock.
app.setPath('userData', process.env.BLOCKYARD_GALLERY_DATA ?? join(folder, 'data'));

void app.whenReady().then(async () => {
  protocol.handle('app', async (request) => {
    const path = normalize(new URL(request.url).pathname);
    try {
      return new Response(await readFile(join(folder, path)), {
        headers: {
          'content-type': types[extname(path)] ?? 'application/octet-stream',
          'content-security-policy': policy,
        },
      });
    } catch {
      return new Response('Not found', { status: 404 });
    }
  });
  const window = new BrowserWindow({
    width: 1440,
    height: 900,
    useContentSize: true,
    frame: false,
    webPreferences: { sandbox: true, contextIsolation: true, nodeIntegration: false },
  });
  await window.loadURL('app://bundle/gallery.html');
});
app.on('window-all-closed', () => {
  app.quit();
});
