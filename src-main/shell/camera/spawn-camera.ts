/**
 * The camera is one more start of our own executable, for one comparison: hostile pages never run in the process that
 * holds the window and the engine, and ending it ends whatever they do.
 */
import { app } from 'electron';
import { spawn, type ChildProcess } from 'node:child_process';
import { cameraSwitches } from '../../compare/appearance/camera-switches.ts';
import type { Camera, CameraNeeds } from '../../compare/appearance/camera.ts';
import { openCameraProcess } from '../../compare/appearance/camera-process.ts';
import { processEnvironment } from '../process-environment.ts';

export function openCamera(needs: CameraNeeds): Camera {
  return openCameraProcess(spawnCamera, needs);
}

function spawnCamera(needs: CameraNeeds): ChildProcess {
  const own = [
    // Unpacked, the executable is Electron itself and needs to be told the app.
    ...(app.isPackaged ? [] : [app.getAppPath()]),
    ...cameraSwitches(needs, process.platform),
    ...(app.commandLine.hasSwitch('no-sandbox') ? ['--no-sandbox'] : []),
  ];
  return spawn(process.execPath, own, {
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    windowsHide: true,
    cwd: needs.folder,
    env: processEnvironment(),
  });
}
