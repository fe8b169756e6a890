/**
 * The executable's one start. The yard host and the panel are loaded apart: a host never pays for the
 * window's code. Nothing here may await `app.whenReady()`: Electron becomes ready only after this
 * module has been evaluated.
 */
import { app } from 'electron';
import { readArguments } from './arguments.ts';
import { startWithoutDisplay } from './shell/without-display.ts';

const order = readArguments(process.argv);
if (order.kind === 'cli') await startWithoutDisplay(app, order.args);
switch (order.kind) {
  case 'yard-host': {
    const { startYardHostApp } = await import('./shell/yard-host-app.ts');
    startYardHostApp(order.yardFolder, app);
    break;
  }
  case 'camera': {
    const { startCameraApp } = await import('./shell/camera/camera-app.ts');
    startCameraApp(app);
    break;
  }
  case 'cli': {
    const { startCliApp } = await import('./shell/cli-app.ts');
    startCliApp(order.args, app);
    break;
  }
  case 'crash-window': {
    const { startCrashWindowApp } = await import('./shell/crash-window-app.ts');
    startCrashWindowApp(order.reportPath, app);
    break;
  }
  case 'panel': {
    const { startPanelApp } = await import('./shell/panel-app.ts');
    startPanelApp(order, app);
    break;
  }
}
