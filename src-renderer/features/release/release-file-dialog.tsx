/** A release file that was not opened: what is wrong with it, where, and another try. */
import type { Fault } from '../../../src-shared/result.ts';
import { useSetView } from '../../store/panel-context.ts';
import { ActButton } from '../../ui/act-button.tsx';
import { Dialog, DialogActs } from '../../ui/dialog.tsx';
import { FaultNote } from '../../ui/fault-note.tsx';
import { useOpenReleaseFile } from '../frame/use-open-release-file.ts';

interface ReleaseFileDialogProps {
  readonly fault: Fault;
  readonly onClose: () => void;
}

export function ReleaseFileDialog({ fault, onClose }: ReleaseFileDialogProps) {
  const openReleaseFile = useOpenReleaseFile();
  const setView = useSetView();
  return (
    <Dialog title="This release file was not opened" onClose={onClose} width="wide">
      <FaultNote fault={fault} />
      <DialogActs>
        <ActButton look="quiet" onAct={onClose}>
          Leave it
        </ActButton>
        <ActButton
          look="filled"
          onAct={() => {
            setView({ dialog: null });
            openReleaseFile();
          }}
        >
          Choose another file&hellip;
        </ActButton>
      </DialogActs>
    </Dialog>
  );
}
