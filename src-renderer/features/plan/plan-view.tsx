/** One plan: its steps, what forbids it now, and all of it as a text that works without this program. */
import type { ReactNode } from 'react';
import type { Fleet } from '../../../src-shared/fleet.ts';
import type { Wish } from '../../../src-shared/wish-schema.ts';
import { isWithheld, planScript } from '../../../src-shared/plan-script.ts';
import { plain } from '../../../src-shared/wording.ts';
import { CopyText } from '../../ui/copy-text.tsx';
import { ScriptCopy } from './script-copy.tsx';
import { PlanList } from '../../ui/plan-list.tsx';
import { useFullPlan } from '../frame/use-plan.ts';
import styles from './plan-dialog.module.css';

interface PlanViewProps {
  readonly fleet: Fleet;
  readonly title: string;
  readonly wish: Wish;
  /** What to know before its steps. */
  readonly children?: ReactNode;
}

export function PlanView({ fleet, title, wish, children }: PlanViewProps) {
  const plan = useFullPlan(fleet, wish);
  if (plan === null) return null;
  const withheld = isWithheld(plan, wish.kind);
  const script = withheld ? null : planScript(plan);
  return (
    <section className={styles['part']} aria-label={title}>
      <h3>{title}</h3>
      {plan.refusedBecause !== null && (
        <p className={styles['refused']}>Not now: {plain(plan.refusedBecause, 400)}</p>
      )}
      {children}
      <PlanList steps={plan.steps} showsCommands />
      <ScriptCopy fleet={fleet} wish={wish} />
      {script !== null && (
        <div className={styles['script']}>
          <CopyText text={script} name={`${title}, for a shell`}>
            Copy all steps for a shell
          </CopyText>
          <p>
            It works without Blockyard, stops at the first step that fails, and writes the rules
            whole as they read now: copy it again when somebody has changed them.
            {wish.kind === 'cut-over' && ' It switches only when all servers are in service.'}
          </p>
        </div>
      )}
    </section>
  );
}
