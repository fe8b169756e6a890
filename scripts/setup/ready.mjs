import { ensurePackages } from './packages.mjs';
import { continueUnderToolsNode } from './tools-node.mjs';
import { endWithOneSentence } from './stop.mjs';
import { rootFolder } from './folders.mjs';

/**
 * The frame of every npm script: packages first, then the same command under the tools' Node, then its work.
 * Until `work` runs, only Node's builtins may be imported; `work` imports what needs packages by itself.
 *
 * @param {(root: string, args: readonly string[]) => Promise<number>} work resolves to the exit code
 */
export function runScript(work) {
  return endWithOneSentence(async () => {
    await ensurePackages(rootFolder);
    const code = await continueUnderToolsNode(rootFolder);
    return code ?? work(rootFolder, process.argv.slice(2));
  });
}
