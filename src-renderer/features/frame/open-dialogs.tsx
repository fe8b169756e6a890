/** The dialog that is open, if any. */
import { useFleet, useSetView, useView } from '../../store/panel-context.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { ConnectDialog } from '../connect/connect-dialog.tsx';
import { CutOverDialog } from './cut-over-dialog.tsx';
import { AcceptFindingsDialog } from '../findings/accept-findings-dialog.tsx';
import { DataNoteDialog } from '../data/data-note-dialog.tsx';
import { Palette } from '../palette/palette.tsx';
import { PlanDialog } from '../plan/plan-dialog.tsx';
import { ReleaseDialog } from '../release/release-dialog.tsx';
import { ReleaseFileDialog } from '../release/release-file-dialog.tsx';
import { LaunchDialog } from './launch-dialog.tsx';
import { RetireDialog } from './retire-dialog.tsx';
import { RungDialog } from './rung-dialog.tsx';
import { ScaleDialog } from './scale-dialog.tsx';
import { ShortcutList } from './shortcut-list.tsx';

export function OpenDialogs() {
  const dialog = useView((view) => view.dialog);
  const setView = useSetView();
  const fleet = useFleet();
  const close = (): void => {
    setView({ dialog: null });
  };
  if (dialog === null) return null;
  switch (dialog.kind) {
    case 'keyboard':
      return (
        <Dialog title="Keyboard" onClose={close} width="broad">
          <ShortcutList />
        </Dialog>
      );
    case 'retire': {
      const generation = fleet?.generations.find((each) => each.id === dialog.generation);
      if (fleet === undefined || generation === undefined) return null;
      return <RetireDialog fleet={fleet} generation={generation} onClose={close} />;
    }
    case 'data-note': {
      const generation = fleet?.generations.find((each) => each.id === dialog.generation);
      if (fleet === undefined || generation === undefined) return null;
      return <DataNoteDialog fleet={fleet} generation={generation} onClose={close} />;
    }
    case 'adopt':
    case 'stop':
    case 'start': {
      const generation = fleet?.generations.find((each) => each.id === dialog.generation);
      if (fleet === undefined || generation === undefined) return null;
      const { kind } = dialog;
      return <RungDialog key={kind} {...{ fleet, generation, verb: kind }} onClose={close} />;
    }
    case 'scale': {
      const generation = fleet?.generations.find((each) => each.id === dialog.generation);
      if (fleet === undefined || generation === undefined) return null;
      return (
        <ScaleDialog fleet={fleet} generation={generation} given={dialog.size} onClose={close} />
      );
    }
    case 'cut-over':
      if (fleet === undefined) return null;
      return <CutOverDialog fleet={fleet} to={dialog.to} onClose={close} />;
    case 'findings': {
      if (fleet === undefined) return null;
      const { rollout, intent } = dialog;
      return <AcceptFindingsDialog {...{ fleet, rollout, intent }} onClose={close} />;
    }
    case 'plan':
      if (fleet === undefined) return null;
      return <PlanDialog fleet={fleet} onClose={close} />;
    case 'connect':
      return <ConnectDialog onClose={close} />;
    case 'release':
      if (fleet === undefined) return null;
      return (
        <ReleaseDialog
          fleet={fleet}
          given={dialog.source}
          {...(dialog.given !== undefined && { file: dialog.given })}
          onClose={close}
        />
      );
    case 'palette':
      return <Palette scope={dialog.scope} />;
    case 'release-file':
      return <ReleaseFileDialog fault={dialog.fault} onClose={close} />;
    case 'launch':
      if (fleet === undefined) return null;
      return (
        <LaunchDialog
          {...{ fleet, image: dialog.image }}
          {...(dialog.size !== undefined && { size: dialog.size })}
          onClose={close}
        />
      );
  }
}
