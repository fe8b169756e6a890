/** Which yard is looked at. What runs in another one goes on, and its line here says so. */
import type { YardId } from '../../../src-shared/ids.ts';
import { useActs, usePanel, useSetView } from '../../store/panel-context.ts';
import { Picker } from '../../ui/picker.tsx';
import { yardName, yardNote } from './yard-words.ts';

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
