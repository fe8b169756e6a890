/** Leads to a page of AWS's own console, in the browser; not there where no such page is known. */
import { ExternalLink } from 'lucide-react';
import { consoleAddress, type ConsoleTarget } from '../../../src-shared/console-address.ts';
import type { Fleet, Generation } from '../../../src-shared/fleet.ts';
import { useActs, usePanel } from '../../store/panel-context.ts';
import { ActButton } from '../../ui/act-button.tsx';

interface ConsoleActProps {
  readonly fleet: Fleet;
  readonly target: ConsoleTarget;
  readonly words: string;
}

export function ConsoleAct({ fleet, target, words }: ConsoleActProps) {
  const acts = useActs();
  const band = usePanel((panel) => panel.band);
  const address = consoleAddress(band, fleet, target);
  if (address === null) return null;
  return (
    <ActButton
      look="quiet"
      title={`Opens ${new URL(address).host} in the browser, where you sign in by yourself.`}
      onAct={() => {
        acts.openConsole(fleet.id, target);
      }}
    >
      {words}
      <ExternalLink size={14} aria-hidden="true" />
    </ActButton>
  );
}

const ofGeneration = [
  ['group', 'Target group in the console'],
  ['scaling-group', 'Auto scaling group in the console'],
] as const;

interface ConsoleActsProps {
  readonly fleet: Fleet;
  readonly generation: Generation;
  readonly className: string | undefined;
}

/** What a generation is in an account: its group, and what fills that. */
export function ConsoleActs({ fleet, generation, className }: ConsoleActsProps) {
  const band = usePanel((panel) => panel.band);
  const known = ofGeneration
    .map(([kind, words]) => ({ target: { kind, generation: generation.id }, words }))
    .filter(({ target }) => consoleAddress(band, fleet, target) !== null);
  if (known.length === 0) return null;
  return (
    <div className={className}>
      {known.map(({ target, words }) => (
        <ConsoleAct key={target.kind} fleet={fleet} target={target} words={words} />
      ))}
    </div>
  );
}
