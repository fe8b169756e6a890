// What every Electron program pays before it does anything: a window of our size with an empty page.
import { app, BrowserWindow } from 'electron';

void app.whenReady().then(() => {
  const window = new BrowserWindow({ width: 1440, height: 900 });
  return window.loadFile(new URL('empty.html', import.meta.url).pathname);
});
