/** Start of the window: finds the bridge and mounts the panel. */
import './ui/global.css';
import { windowBridge } from './bridge/window-bridge.ts';
import { mountPanel } from './mount.tsx';

const root = document.querySelector<HTMLElement>('#root');
const bridge = windowBridge();
if (root !== null && bridge !== undefined) {
  mountPanel({ root, bridge, clock: { nowMs: () => Date.now() }, patienceMs: 150 });
} else if (root !== null) {
  root.textContent =
    'Blockyard could not reach its main process: the bridge is missing. Close this window and start Blockyard again.';
}
