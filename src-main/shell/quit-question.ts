/** What quitting means for what runs, asked before it is done. Pure. */
import { assertNever } from '../../src-shared/assert-never.ts';
import type { Fleet } from '../../src-shared/fleet.ts';
import type { Progress, Settings } from '../../src-shared/panel.ts';
import { describeSplit } from '../../src-shared/split.ts';
import { plain } from '../../src-shared/wording.ts';

export interface RunningChange {
  readonly yardName: string;
  readonly fleet: Fleet | undefined;
  readonly progress: Progress;
}

export interface QuitQuestion {
  readonly message: string;
  readonly detail: string;
}

/** Null when nothing runs: then nobody is asked. */
export function quitQuestion(
  running: readonly RunningChange[],
  onQuit: Settings['onQuit'],
): QuitQuestion | null {
  const [first] = running;
  if (first === undefined) return null;
  const message =
    running.length === 1
      ? `${first.progress.title} in ${plain(first.yardName, 80)}. Quit all the same?`
      : `${running.length} changes run. Quit all the same?`;
  const stops =
    onQuit === 'stop-yard'
      ? [
          'The local yard is stopped as well, as it is set: its servers end and requests are refused.',
        ]
      : [];
  return { message, detail: [...running.map(consequence), ...stops].join('\n\n') };
}

function consequence({ fleet, progress }: RunningChange): string {
  const name = fleet === undefined ? plain(progress.fleet, 80) : plain(fleet.name, 80);
  const now = fleet === undefined ? '' : ` The traffic stays as it is: ${describeSplit(fleet)}.`;
  return `${name}: ${whatHappens(progress.intent.kind)}${now}`;
}

function whatHappens(kind: Progress['intent']['kind']): string {
  switch (kind) {
    case 'cut-over':
    case 'revert':
      return 'a switch that was sent takes effect or not without this panel. The next start says which.';
    case 'launch':
    case 'replace':
    case 'retire':
    case 'adopt':
    case 'stop':
    case 'start':
    case 'scale':
      return 'what was begun is left as it is, and the next start goes on with it.';
    case 'release':
      return 'nothing more is moved and its guards do not watch, until the next start goes on with it, or another panel that is open.';
    default:
      return assertNever(kind, 'intent');
  }
}
