// npm run pictures [-- --pictures=FOLDER]: the tour again, with its pictures in docs/pictures for the README.
import { prepareAndDrive } from './setup/drive.mjs';
import { runScript } from './setup/ready.mjs';

await runScript((root, args) =>
  prepareAndDrive(root, 'e2e/tour.ts', args.length > 0 ? args : ['--pictures=docs/pictures']),
);
