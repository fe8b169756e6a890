/** Works of one fleet, each begun when the one before has ended, however it did. */
import type { FleetId } from '../../../../src-shared/ids.ts';

export function oneAfterTheOther() {
  const turns = new Map<FleetId, Promise<unknown>>();
  return <Value>(fleet: FleetId, work: () => Promise<Value>): Promise<Value> => {
    const done = (turns.get(fleet) ?? Promise.resolve()).then(work, work);
    turns.set(fleet, done);
    return done;
  };
}
