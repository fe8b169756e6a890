// npm run prove [-- races=N kills=N host-kills=N aws-scenes=0 seed=S]: set up what is missing, build, then run the proofs that are too long for npm test.
import { prepareAndDrive } from './setup/drive.mjs';
import { runScript } from './setup/ready.mjs';

await runScript((root, wishes) => prepareAndDrive(root, 'bench/prove.ts', wishes));
