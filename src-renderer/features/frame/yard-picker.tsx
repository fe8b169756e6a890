/** Which yard is looked at. What runs in another one goes on, and its line here says so. */
import type { YardId } from '../../../src-shared/ids.ts';
import type { YardSummary } from '../../../src-shared/panel.ts';
import { plain } from '../../../src-shared/wording.ts';
import { useActs, usePanel, useSetView } from '../../store/panel-context.ts';
import { Picker } from '../../ui/picker.tsx';

/** No yard is ever called so: ids hold no blanks. */
const connect = 'connect aws';

export function YardPicker() {
  const shown = usePanel((panel) => panel.yard);
  const yards = usePanel((panel) => panel.yards);
  const acts = useActs();
  const setView = useSetView();
  return (
    <Picker<string>
      label="Yard"
      value={shown}
      options={[
        ...yards.map((yard) => ({
          value: yard.id,
          text: yardName(yard),
          note: yardNote(yard),
        })),
        { value: connect, text: 'Connect AWS\u2026' },
      ]}
      onPick={(picked) => {
        const yard = yards.find((each) => each.id === picked);
        if (picked === connect) setView({ dialog: { kind: 'connect' } });
        else if (yard !== undefined && yard.id !== shown) acts.chooseYard(yard.id satisfies YardId);
      }}
    />
  );
}

function yardName({ name, kind, detail }: YardSummary): string {
  const region = detail.split(' ')[1];
  const where = kind === 'aws' && region !== undefined ? ` \u00b7 ${plain(region, 40)}` : '';
  return `${plain(name, 60)}${where}`;
}

const statusWords: Readonly<Record<YardSummary['status'], string>> = {
  closed: 'not opened yet',
  starting: 'starting',
  live: 'live',
  stale: 'not answering',
  gone: 'host ended',
  stopped: 'stopped',
  incompatible: 'other version',
  'signed-out': 'signed out',
  failed: 'cannot be opened',
};

function yardNote({ status, running }: YardSummary): string {
  return running === null ? statusWords[status] : plain(running, 60);
}
