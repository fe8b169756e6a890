// npm run check [-- NAME ...]: everything that judges the sources without running them.
import { runScript } from './setup/ready.mjs';
import { say } from './setup/say.mjs';
import { Stop } from './setup/stop.mjs';

await runScript(async (root, wanted) => {
  const { checks, runChecks } = await import('./checks/checks.mjs');
  const known = checks.map(({ name }) => name);
  const unknown = wanted.filter((name) => !known.includes(name));
  if (unknown.length > 0) {
    throw new Stop(
      `There is no check called ${unknown.join(', ')}: choose from ${known.join(', ')}.`,
    );
  }
  const { passed, failed } = await runChecks(root, wanted, say);
  say(`\n${passed} passed, ${failed} failed`);
  return failed === 0 ? 0 : 1;
});
