// npm run tour [-- --pictures=FOLDER]: the real window, walked through a release, with pictures and a report of it.
import { prepareAndDrive } from './setup/drive.mjs';
import { runScript } from './setup/ready.mjs';

await runScript((root, args) => prepareAndDrive(root, 'e2e/tour.ts', args));
