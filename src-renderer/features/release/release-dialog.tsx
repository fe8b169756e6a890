/** A whole release, once over: what is released, how its traffic moves, and the plan that the button stands for. */
import { useState } from 'react';
import { acceptanceIn, acceptanceRefusal } from '../../../src-shared/acceptance.ts';
import { promisedProof, whyNotAlone } from '../../../src-shared/proof-alone.ts';
import { isServed } from '../../../src-shared/entry-of.ts';
import type { Fleet } from '../../../src-shared/fleet.ts';
import type { Fault } from '../../../src-shared/result.ts';
import { loadOf } from '../../../src-shared/load-words.ts';
import { currentOf, generationOf } from '../../../src-shared/roles.ts';
import type { PreflightWish } from '../../../src-shared/preflight-shape.ts';
import { preflightStop } from '../../../src-shared/preflight.ts';
import { asksTwice } from '../../../src-shared/safety.ts';
import { labelOf } from '../../../src-shared/split.ts';
import { plain } from '../../../src-shared/wording.ts';
import { useActs, usePanel, useSetView, useView } from '../../store/panel-context.ts';
import type { GivenRelease, ReleaseChoice } from '../../store/view-store.ts';
import { ActButton } from '../../ui/act-button.tsx';
import { CheckBox } from '../../ui/check-box.tsx';
import { Dialog, DialogActs, DialogFoot } from '../../ui/dialog.tsx';
import { FaultNote } from '../../ui/fault-note.tsx';
import { count } from '../../ui/format.ts';
import { MixedText } from '../../ui/mixed-text.tsx';
import { Picker } from '../../ui/picker.tsx';
import { ScriptCopy } from '../plan/script-copy.tsx';
import { PlanList } from '../../ui/plan-list.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { pressRefusal } from '../fleet/press-refusal.ts';
import { releaseTarget } from '../fleet/situation.ts';
import { useFullPlan } from '../frame/use-plan.ts';
import { AcceptWarnings } from '../preflight/accept-warnings.tsx';
import { PreflightList } from '../preflight/preflight-list.tsx';
import type { DialogAnchor } from '../preflight/focus-in-dialog.ts';
import { useFixes } from '../preflight/use-fixes.ts';
import { usePreflight } from '../preflight/use-preflight.ts';
import {
  choiceOptions,
  imageOf,
  keyOf,
  labelOfChoice,
  sourceOf,
  usualChoice,
} from './release-choices.ts';
import { ReleaseDifferences } from './release-differences.tsx';
import styles from './release-dialog.module.css';
import { draftOf, mostBlocks, readDraft, usualDraft, type ReleaseDraft } from './release-draft.ts';
import { ReleaseSteps } from './release-steps.tsx';
import { FindImage } from '../compare/find-image.tsx';
import { useKnownImages } from '../compare/use-known-images.ts';
import { ReleaseTermsForm } from './release-terms.tsx';
import { StageRow } from './stage-row.tsx';
import { stagesBefore } from './stages-before.ts';

interface ReleaseDialogProps {
  readonly fleet: Fleet;
  readonly given: ReleaseChoice | null;
  /** What a release file says. */
  readonly file?: GivenRelease;
  readonly onClose: () => void;
}

export function ReleaseDialog({ fleet, given, file, onClose }: ReleaseDialogProps) {
  const acts = useActs();
  const setView = useSetView();
  const lane = useView((view) => view.lane);
  const images = useKnownImages();
  const band = usePanel((panel) => panel.band);
  const link = usePanel((panel) => panel.link.kind);
  const capabilities = usePanel((panel) => panel.capabilities);
  const { verbs, findsImages, importsImages } = capabilities;
  const canLaunch = verbs.includes('launch');
  const current = currentOf(fleet);
  const [choice, setChoice] = useState(
    // What is filled in from elsewhere and is not there any more is not replaced by a guess.
    () =>
      given ??
      (file === undefined
        ? usualChoice(fleet, images, releaseTarget(fleet, lane), canLaunch)
        : null),
  );
  const [draft, setDraft] = useState(() => {
    const size = file?.size ?? current?.size ?? 4;
    return file === undefined ? usualDraft(size) : draftOf(file.terms, size);
  });
  const [reason, setReason] = useState(file?.acceptWarnings ?? '');
  const [isBusy, setBusy] = useState(false);
  const [fault, setFault] = useState<Fault | null>(null);
  const change = (part: Partial<ReleaseDraft>): void => {
    setDraft({ ...draft, ...part });
  };

  // The second step that the strict level wants before traffic moves is the release's own press.
  const mustWait = asksTwice(band);
  // Who fetches work takes it or does not: there are no shares to choose.
  const hasShares = isServed(fleet);
  const { problems, because, complete } = readDraft({
    ...draft,
    ...(mustWait && { waitsForPress: true }),
    ...(!hasShares && { steps: [] }),
  });
  const source =
    choice === null || complete === null ? null : sourceOf(fleet, choice, complete.size);
  const expectedRevision = fleet.split.revision;
  const wish: PreflightWish | null =
    source === null || complete === null
      ? null
      : {
          ...{ kind: 'release', source, terms: complete.terms, expectedRevision },
          ...promisedProof(capabilities, fleet),
        };
  const plan = useFullPlan(fleet, wish);
  const { preflight, askAgain } = usePreflight(fleet, wish, null);
  const fixOf = useFixes(fleet, wish);
  const pressed = wish === null ? null : { ...wish, ...acceptanceIn(preflight, reason) };
  const label = labelOfChoice(fleet, choice);
  const options = choiceOptions(fleet, images, canLaunch);
  const image = imageOf(fleet, choice);
  const refused =
    pressRefusal(link, band) ??
    (choice === null ? 'Choose what is released.' : undefined) ??
    because ??
    plan?.refusedBecause ??
    (preflight === null ? null : preflightStop(preflight)) ??
    acceptanceRefusal(band, preflight, reason) ??
    (plan === null ? 'What was chosen is not there any more.' : undefined);

  if (options.length === 0) return <NothingToRelease fleet={fleet} onClose={onClose} />;
  return (
    <Dialog title={titleOf(fleet, choice, label)} onClose={onClose} width="broad">
      <StageRow stages={stagesBefore(preflight)} />
      <div className={styles['halves']}>
        <div className={styles['half']}>
          {file !== undefined && (
            <p className={styles['quiet']}>
              Filled in from <bdi>{plain(file.file, 120)}</bdi>. Nothing is sent before you press.
            </p>
          )}
          {file?.otherwise?.map((text) => (
            <p key={text} role="note">
              <MixedText text={text} />
            </p>
          ))}
          <div className={styles['choice']}>
            <div data-anchor={'release-source' satisfies DialogAnchor}>
              <Picker
                label="What is released"
                isLabelShown
                value={choice === null ? null : keyOf(choice)}
                options={options}
                onPick={(value) => {
                  setChoice(options.find((option) => option.value === value)?.choice ?? null);
                }}
              />
            </div>
            {choice?.kind === 'generation' ? (
              <dl className={styles['size']}>
                <dt>Blocks</dt>
                <dd>{sizeText(fleet, choice.generation)}</dd>
              </dl>
            ) : (
              <div data-anchor={'release-size' satisfies DialogAnchor}>
                <TextField
                  label="Blocks"
                  type="number"
                  min={1}
                  max={mostBlocks}
                  value={draft.size}
                  error={problems.fields.size}
                  onChange={(size) => {
                    change({ size });
                  }}
                />
              </div>
            )}
          </div>
          {canLaunch && findsImages && (
            <div className={`${styles['choice'] ?? ''} ${styles['finder'] ?? ''}`}>
              <FindImage
                onFound={(found) => {
                  setChoice({ kind: 'image', image: found });
                }}
              />
            </div>
          )}
          {choice?.kind === 'image' && choice.recipeOf !== undefined && (
            <p className={styles['quiet']}>
              With the recorded recipe of <bdi>{labelOf(fleet, choice.recipeOf)}</bdi>.
            </p>
          )}
          {image !== null && current !== undefined && (
            <ReleaseDifferences current={current} image={image} label={label} />
          )}
          <section className={styles['part']}>
            <h3>How the {loadOf(fleet)} moves</h3>
            {!hasShares && (
              <p className={styles['quiet']}>
                All at once: without an entry a generation takes work or it does not, so there are
                no shares.
              </p>
            )}
            {hasShares && (
              <div data-anchor={'release-steps' satisfies DialogAnchor}>
                <ReleaseSteps
                  steps={draft.steps}
                  problems={problems.steps}
                  onChange={(steps) => {
                    change({ steps });
                  }}
                />
              </div>
            )}
            <CheckBox
              isOn={draft.requiresFindings}
              onChange={(requiresFindings) => {
                change({ requiresFindings });
              }}
            >
              No {loadOf(fleet)} before somebody has accepted what differs
            </CheckBox>
            {draft.requiresFindings ? null : mustWait ? (
              <p className={styles['quiet']}>
                This yard is on the strict level: it waits for your press before any {loadOf(fleet)}
                .
              </p>
            ) : (
              <CheckBox
                isOn={draft.waitsForPress}
                onChange={(waitsForPress) => {
                  change({ waitsForPress });
                }}
              >
                Wait for my press before any {loadOf(fleet)}
              </CheckBox>
            )}
          </section>
          <ReleaseTermsForm
            draft={draft}
            problems={problems.fields}
            hasEntry={hasShares}
            noProof={whyNotAlone(capabilities, fleet)}
            onChange={change}
          />
        </div>
        <div className={styles['beside']}>
          {preflight !== null && (
            <>
              <PreflightList {...{ preflight, fixOf }} heading="h3" onAskAgain={askAgain} />
              <AcceptWarnings preflight={preflight} reason={reason} onChange={setReason} />
            </>
          )}
          <section className={styles['plan']}>
            <h3>What will be done</h3>
            {plan === null ? (
              <p className={styles['quiet']}>It stands here when all of the above can be read.</p>
            ) : (
              <>
                <PlanList steps={plan.steps} />
                {pressed !== null && <ScriptCopy fleet={fleet} wish={pressed} />}
              </>
            )}
          </section>
        </div>
      </div>
      <DialogFoot>
        {fault !== null && <FaultNote fault={fault} />}
        <DialogActs>
          {refused !== undefined && (
            <p className={styles['refused']}>
              <MixedText text={plain(refused, 400)} />
            </p>
          )}
          {importsImages && canLaunch && (
            <ActButton
              look="quiet"
              onAct={() => {
                setView({ dialog: null, screen: 'images' });
              }}
            >
              Import an image&hellip;
            </ActButton>
          )}
          <ActButton
            look="filled"
            refusedBecause={refused}
            isBusy={isBusy}
            onAct={() => {
              if (pressed === null) return;
              setBusy(true);
              setFault(null);
              void acts.begin(fleet.id, pressed).then((result) => {
                setBusy(false);
                if (result.ok) setView({ dialog: null, screen: 'fleet' });
                else setFault(result.fault);
              });
            }}
          >
            <MixedText
              text={isBusy ? `Releasing ${label}\u2026` : (plan?.label ?? `Release ${label}`)}
            />
          </ActButton>
        </DialogActs>
      </DialogFoot>
    </Dialog>
  );
}

function titleOf(fleet: Fleet, choice: ReleaseChoice | null, label: string): string {
  const name = plain(fleet.name, 60);
  if (choice?.kind !== 'again') return `Release ${label} of ${name}`;
  const again = generationOf(fleet, choice.generation);
  return `Bring back ${again === undefined ? '' : labelOfChoice(fleet, { kind: 'generation', generation: again.id })} of ${name} as ${label}`;
}

function sizeText(fleet: Fleet, id: Extract<ReleaseChoice, { kind: 'generation' }>['generation']) {
  const generation = generationOf(fleet, id);
  return generation === undefined ? '' : `${count(generation.blocks.length)}, already there`;
}

function NothingToRelease({ fleet, onClose }: Omit<ReleaseDialogProps, 'given' | 'file'>) {
  const setView = useSetView();
  const { verbs, importsImages } = usePanel((panel) => panel.capabilities);
  const canImport = importsImages && verbs.includes('launch');
  return (
    <Dialog title={`Release of ${plain(fleet.name, 60)}`} onClose={onClose}>
      <p>
        There is nothing to release yet: no other generation stands by
        {canImport ? ', and no image was imported.' : '.'}
      </p>
      {canImport && (
        <DialogActs>
          <ActButton
            look="filled"
            onAct={() => {
              setView({ dialog: null, screen: 'images' });
            }}
          >
            Import an image&hellip;
          </ActButton>
        </DialogActs>
      )}
    </Dialog>
  );
}
