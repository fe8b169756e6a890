/** Start of the crash window. No library, and no code of the panel's page: what broke that one is not here. */
import '../ui/global.css';
import type { CrashBridge } from '../../src-shared/crash-facts.ts';
import { drawCrash } from './draw-crash.ts';

const root = document.querySelector<HTMLElement>('#root');
const bridge = (window as unknown as { readonly blockyardCrash?: CrashBridge }).blockyardCrash;
if (root !== null && bridge !== undefined) {
  void bridge.facts().then((facts) => {
    if (facts.theme !== 'system') document.documentElement.dataset['theme'] = facts.theme;
    drawCrash(root, facts, bridge);
  });
} else if (root !== null) {
  root.textContent = 'Blockyard crashed. Close this window and start it again.';
}
