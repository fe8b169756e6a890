/** The plan of a wish, from the same function the engine asks, over what is on screen. */
import { useEffect, useState } from 'react';
import type { Fleet } from '../../../src-shared/fleet.ts';
import type { Wish } from '../../../src-shared/wish-schema.ts';
import { planOf } from '../../../src-shared/plan-of.ts';
import type { Plan } from '../../../src-shared/plan.ts';
import { switchMsOf } from './switch-ms.ts';
import { useSession } from './use-session.ts';
import { useActs, usePanel } from '../../store/panel-context.ts';

export function usePlan(fleet: Fleet, wish: Wish | null): Plan | null {
  const capabilities = usePanel((panel) => panel.capabilities);
  const images = usePanel((panel) => panel.images);
  const switchMs = usePanel((panel) => switchMsOf(panel, fleet.id));
  const session = useSession();
  const ground = { capabilities, fleet, images, switchMs, ...(session && { session }) };
  return wish === null ? null : planOf(ground, wish);
}

/** The same as main has it, with the commands of its steps, as soon as it has told. */
export function useFullPlan(fleet: Fleet, wish: Wish | null): Plan | null {
  const acts = useActs();
  const plan = usePlan(fleet, wish);
  // Told anew with each change of what is planned: health, split, what forbids it.
  const key = JSON.stringify([fleet.id, wish, fleet.split.revision, plan]);
  const [told, setTold] = useState<{ readonly key: string; readonly plan: Plan } | null>(null);
  const { id } = fleet;
  useEffect(() => {
    let isCurrent = true;
    const [, asked] = JSON.parse(key) as [string, Wish | null];
    if (asked === null) return undefined;
    void acts.plan(id, asked).then((result) => {
      if (isCurrent && result.ok) setTold({ key, plan: result.value });
    });
    return () => {
      isCurrent = false;
    };
  }, [acts, id, key]);
  // Main's own steps: their number and their commands belong together.
  return told?.key === key ? told.plan : plan;
}
