/** What can be done beside the switch: see its plan, replace, retire, launch, release. */
import type { Fleet } from '../../../src-shared/fleet.ts';
import { canLaunch, canReplace, canRetire } from '../../../src-shared/guards.ts';
import { labelOfGeneration } from '../../../src-shared/ids.ts';
import { currentOf, wayBackOf } from '../../../src-shared/roles.ts';
import { usePanel, useSetView, useView } from '../../store/panel-context.ts';
import type { Anchor } from '../../store/view-store.ts';
import { ActButton } from '../../ui/act-button.tsx';
import { lanesInView } from '../release/running-release.ts';
import { pressRefusal } from './press-refusal.ts';
import { cutOverTarget, illBlocks, releaseTarget } from './situation.ts';

export function OtherActs({ fleet }: { readonly fleet: Fleet }) {
  const lane = useView((view) => view.lane);
  const link = usePanel((panel) => panel.link.kind);
  const setView = useSetView();
  const band = usePanel((panel) => panel.band);
  const { verbs } = usePanel((panel) => panel.capabilities);
  const because = (verdict: ReturnType<typeof canLaunch>): string | undefined =>
    pressRefusal(link, band) ?? (verdict.kind === 'refused' ? verdict.because : undefined);
  const current = currentOf(fleet);
  const retirable = lanesInView(fleet, lane).filter(
    (each) => each.id !== current?.id && each.isForeign !== true,
  );
  const released = releaseTarget(fleet, lane);
  const found = verbs.includes('replace') ? illBlocks(fleet) : null;
  const ill = found?.generation.isForeign === true ? null : found;
  return (
    <>
      <PlanAct fleet={fleet} />
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
      {verbs.includes('launch') && (
        <ActButton
          look={verbs.includes('release') ? 'quiet' : 'plain'}
          refusedBecause={because(canLaunch(fleet))}
          onAct={() => {
            setView({ dialog: { kind: 'launch', image: null } });
          }}
        >
          Launch new generation&hellip;
        </ActButton>
      )}
      {verbs.includes('release') && (verbs.includes('launch') || released !== undefined) && (
        <ActButton
          refusedBecause={because(canLaunch(fleet))}
          keys="N Control+N Meta+N"
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

/** What the buttons in view do, the way back among them: also while a release runs. */
export function PlanAct({ fleet }: { readonly fleet: Fleet }) {
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
