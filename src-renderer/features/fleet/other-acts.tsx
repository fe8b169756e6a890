/** What can be done beside the switch: what is asked for next to it, and what is seldom wanted below. */
import type { Fleet } from '../../../src-shared/fleet.ts';
import { canLaunch, canReplace, canRetire } from '../../../src-shared/guards.ts';
import { labelOfGeneration } from '../../../src-shared/ids.ts';
import { currentOf, wayBackOf } from '../../../src-shared/roles.ts';
import { usePanel, useSetView, useView } from '../../store/panel-context.ts';
import type { Anchor } from '../../store/view-store.ts';
import { ActButton } from '../../ui/act-button.tsx';
import { useKeys } from '../frame/use-keys.ts';
import { lanesInView } from '../release/running-release.ts';
import { RungActs } from './rung-acts.tsx';
import { pressRefusal } from './press-refusal.ts';
import { cutOverTarget, illBlocks, releaseTarget } from './situation.ts';

interface ActsProps {
  readonly fleet: Fleet;
}

/** What is asked for beside the switch: a fresh block for one that fell, the next release. */
export function NextActs({ fleet }: ActsProps) {
  const lane = useView((view) => view.lane);
  const keys = useKeys('release');
  const setView = useSetView();
  const { verbs } = usePanel((panel) => panel.capabilities);
  const because = useRefusal();
  const released = releaseTarget(fleet, lane);
  const found = verbs.includes('replace') ? illBlocks(fleet) : null;
  const ill = found?.generation.isForeign === true ? null : found;
  return (
    <>
      {ill !== null && (
        <ActButton
          refusedBecause={because(canReplace(fleet, ill.generation, ill.blocks[0].id))}
          onAct={() => {
            // Its plan stands there, beside the button that carries it out (rule 6).
            setView({ block: ill.blocks[0].id, isInspectorOpen: true });
          }}
        >
          {/* One item of the button's row, or its words would be drawn and read apart. */}
          <span>
            Replace slot {ill.blocks[0].slot} of <bdi>{labelOfGeneration(ill.generation)}</bdi>
            &hellip;
          </span>
        </ActButton>
      )}
      {verbs.includes('launch') && !verbs.includes('release') && <LaunchAct fleet={fleet} />}
      {verbs.includes('release') && (verbs.includes('launch') || released !== undefined) && (
        <ActButton
          refusedBecause={because(canLaunch(fleet))}
          keys={keys.aria}
          anchor={'release' satisfies Anchor}
          onAct={() => {
            setView({ dialog: { kind: 'release', source: null } });
          }}
        >
          <span>
            {released === undefined ? (
              'Release an image'
            ) : (
              <>
                Release <bdi>{labelOfGeneration(released)}</bdi>
              </>
            )}
            &hellip;
          </span>
        </ActButton>
      )}
    </>
  );
}

/** What is seldom wanted, quietly and below: the plan, the ladder down, a generation beside those in view. */
export function SeldomActs({ fleet }: ActsProps) {
  const lane = useView((view) => view.lane);
  const setView = useSetView();
  const { verbs } = usePanel((panel) => panel.capabilities);
  const because = useRefusal();
  const current = currentOf(fleet);
  const retirable = lanesInView(fleet, lane).filter(
    (each) => each.id !== current?.id && each.isForeign !== true,
  );
  return (
    <>
      <PlanAct fleet={fleet} />
      {(verbs.includes('retire') ? retirable : []).map((generation) => (
        <ActButton
          key={generation.id}
          look="quiet"
          refusedBecause={because(canRetire(fleet, generation.id))}
          onAct={() => {
            setView({ dialog: { kind: 'retire', generation: generation.id } });
          }}
        >
          <span>
            Retire <bdi>{labelOfGeneration(generation)}</bdi>&hellip;
          </span>
        </ActButton>
      ))}
      {retirable.map((generation) => (
        <RungActs key={generation.id} fleet={fleet} generation={generation} />
      ))}
      {verbs.includes('launch') && verbs.includes('release') && <LaunchAct fleet={fleet} isQuiet />}
    </>
  );
}

function LaunchAct({ fleet, isQuiet = false }: ActsProps & { readonly isQuiet?: boolean }) {
  const setView = useSetView();
  const because = useRefusal();
  return (
    <ActButton
      look={isQuiet ? 'quiet' : 'plain'}
      refusedBecause={because(canLaunch(fleet))}
      onAct={() => {
        setView({ dialog: { kind: 'launch', image: null } });
      }}
    >
      Launch new generation&hellip;
    </ActButton>
  );
}

/** Why it cannot be pressed: the yard, the account, or a guard. */
function useRefusal(): (verdict: ReturnType<typeof canLaunch>) => string | undefined {
  const link = usePanel((panel) => panel.link.kind);
  const band = usePanel((panel) => panel.band);
  return (verdict) =>
    pressRefusal(link, band) ?? (verdict.kind === 'refused' ? verdict.because : undefined);
}

/** What the buttons in view do, the way back among them: also while a release runs. */
export function PlanAct({ fleet }: ActsProps) {
  const lane = useView((view) => view.lane);
  const setView = useSetView();
  const can = usePanel((panel) => panel.capabilities.verbs.includes('cut-over'));
  const hasPlan = cutOverTarget(fleet, lane) !== undefined || wayBackOf(fleet) !== undefined;
  if (!hasPlan || !can) return null;
  return (
    <ActButton
      look="quiet"
      onAct={() => {
        setView({ dialog: { kind: 'plan' } });
      }}
    >
      Plan&hellip;
    </ActButton>
  );
}
