/** A new generation beside the current one: which image, how many blocks, what differs, what will be done. */
import { useState } from 'react';
import type { Fleet } from '../../../src-shared/fleet.ts';
import { canLaunch } from '../../../src-shared/guards.ts';
import { generationLabel, labelOfGeneration, type ImageId } from '../../../src-shared/ids.ts';
import type { Wish } from '../../../src-shared/wish-schema.ts';
import { nextNumber } from '../../../src-shared/numbering.ts';
import type { Fault } from '../../../src-shared/result.ts';
import { currentOf } from '../../../src-shared/roles.ts';
import { plain } from '../../../src-shared/wording.ts';
import { useActs, usePanel, useSetView } from '../../store/panel-context.ts';
import { ActButton } from '../../ui/act-button.tsx';
import { Dialog, DialogActs } from '../../ui/dialog.tsx';
import { FaultNote } from '../../ui/fault-note.tsx';
import { Picker } from '../../ui/picker.tsx';
import { ScriptCopy } from '../plan/script-copy.tsx';
import { PlanList } from '../../ui/plan-list.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { ComparisonTable } from '../compare/comparison-table.tsx';
import { FindImage } from '../compare/find-image.tsx';
import { useImageComparison } from '../compare/use-comparison.ts';
import { useKnownImages } from '../compare/use-known-images.ts';
import styles from './dialogs.module.css';
import { pressRefusal } from '../fleet/press-refusal.ts';
import { usePlan } from './use-plan.ts';

interface LaunchDialogProps {
  readonly fleet: Fleet;
  readonly image: ImageId | null;
  /** To begin with; absent: as many as the one that serves. */
  readonly size?: number;
  readonly onClose: () => void;
}

const mostBlocks = 500;

export function LaunchDialog({ fleet, image: given, size: givenSize, onClose }: LaunchDialogProps) {
  const acts = useActs();
  const setView = useSetView();
  const images = useKnownImages();
  const { findsImages, importsImages } = usePanel((panel) => panel.capabilities);
  const current = currentOf(fleet);
  const newest = [...images].sort((a, b) => b.importedAtMs - a.importedAtMs);
  const [image, setImage] = useState<ImageId | null>(
    given ?? newest.find((each) => each.id !== current?.image)?.id ?? null,
  );
  const [sizeText, setSizeText] = useState(String(givenSize ?? current?.size ?? 4));
  const [isBusy, setBusy] = useState(false);
  const [fault, setFault] = useState<Fault | null>(null);

  const size = /^\d{1,4}$/.test(sizeText.trim()) ? Number(sizeText) : 0;
  const isSizeGood = size >= 1 && size <= mostBlocks;
  const wish: Wish | null = image !== null && isSizeGood ? { kind: 'launch', image, size } : null;
  const plan = usePlan(fleet, wish);
  const comparison = useImageComparison(current?.image ?? null, image);
  const next = nextNumber(fleet);
  const verdict = canLaunch(fleet);
  const link = usePanel((panel) => panel.link.kind);
  const band = usePanel((panel) => panel.band);
  const missing = plan === null ? 'Choose an image and a number of blocks.' : plan.refusedBecause;
  const refused =
    pressRefusal(link, band) ??
    (verdict.kind === 'refused' ? verdict.because : (missing ?? undefined));

  return (
    <Dialog
      title={`Launch ${generationLabel(next)} of ${plain(fleet.name, 60)}`}
      onClose={onClose}
      width="wide"
    >
      {images.length === 0 ? (
        <p>There is no image yet.{importsImages && ' Import one first.'}</p>
      ) : (
        <div className={styles['choice']}>
          <Picker
            label="Image"
            isLabelShown
            value={image}
            options={newest.map((each) => ({
              value: each.id,
              text: `${plain(each.name, 60)} ${plain(each.version, 40)}`,
              ...(each.id === current?.image ? { note: 'serves now' } : {}),
            }))}
            onPick={setImage}
          />
          <TextField
            label="Blocks"
            type="number"
            min={1}
            max={mostBlocks}
            value={sizeText}
            onChange={setSizeText}
            error={isSizeGood ? undefined : `Between 1 and ${String(mostBlocks)}.`}
          />
        </div>
      )}
      {findsImages && (
        <div className={`${styles['choice'] ?? ''} ${styles['finder'] ?? ''}`}>
          <FindImage onFound={setImage} />
        </div>
      )}
      {image !== null && current !== undefined && (
        <section className={styles['part']}>
          <h3>What differs from {labelOfGeneration(current)}, which serves now</h3>
          {image === current.image ? (
            <p className={styles['quiet']}>Nothing: it is the same image.</p>
          ) : comparison === null ? (
            <p className={styles['quiet']}>Comparing&hellip;</p>
          ) : comparison.ok ? (
            <ComparisonTable
              comparison={comparison.value}
              nameA={labelOfGeneration(current)}
              nameB={generationLabel(next)}
              sideA="old"
              sideB="new"
            />
          ) : (
            <FaultNote fault={comparison.fault} />
          )}
        </section>
      )}
      {plan !== null && (
        <section className={styles['part']}>
          <h3>What will be done</h3>
          <PlanList steps={plan.steps} />
          {wish !== null && <ScriptCopy fleet={fleet} wish={wish} />}
        </section>
      )}
      {fault !== null && <FaultNote fault={fault} />}
      <DialogActs>
        {refused !== undefined && <p className={styles['refused']}>{refused}</p>}
        {importsImages && (
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
            if (wish === null) return;
            setBusy(true);
            setFault(null);
            void acts.begin(fleet.id, wish).then((result) => {
              setBusy(false);
              if (result.ok) setView({ dialog: null, screen: 'fleet' });
              else setFault(result.fault);
            });
          }}
        >
          {isBusy
            ? `Launching ${generationLabel(next)}\u2026`
            : (plan?.label ?? `Launch ${generationLabel(next)}`)}
        </ActButton>
      </DialogActs>
    </Dialog>
  );
}
