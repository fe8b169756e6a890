// npm run bench [-- SUBJECT ...]: set up what is missing, build, then measure what the product promises.
import { prepareAndDrive } from './setup/drive.mjs';
import { runScript } from './setup/ready.mjs';

await runScript((root, subjects) => prepareAndDrive(root, 'bench/run.ts', subjects));
