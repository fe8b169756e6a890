/** For runs at which nobody sits: whoever asks for what they carry gets it. */
import { handoverOf } from '../../src-shared/handover.ts';
import { ownerText } from '../../src-shared/wording.ts';
import type { CliRun } from './ground.ts';
import type { OpenPlace } from './open-place.ts';

/** @returns stops it. */
export function handOverWhenAsked(
  { terminal, owner }: CliRun,
  { observations, rollouts }: OpenPlace,
): () => void {
  const given = new Set<string>();
  return observations.onSight((sight) => {
    if (sight.kind !== 'live') return;
    for (const { id, rollout } of sight.look.observation.fleets) {
      if (rollout === null || rollout.owner.panel !== owner.panel) continue;
      const handover = handoverOf(rollout);
      const key = `${rollout.id} ${rollout.epoch}`;
      if (handover?.kind !== 'asked' || given.has(key)) continue;
      given.add(key);
      const { by: to } = handover;
      const { epoch } = rollout;
      terminal.tell(
        'hand-over',
        { rollout: rollout.id, to },
        `${ownerText(to)} asked for it: handed over.`,
      );
      void rollouts.control(id, rollout.id, { kind: 'hand-over', to, epoch }).then((kept) => {
        // Not kept, it is said again at the next look.
        if (!kept.ok) given.delete(key);
      });
    }
  });
}
