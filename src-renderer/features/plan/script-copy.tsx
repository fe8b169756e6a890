/** The same change without this window: a line for `blockyard`, or the file of a release. */
import type { Fleet } from '../../../src-shared/fleet.ts';
import { cliLine, releaseScript } from '../../../src-shared/cli-line.ts';
import type { Wish } from '../../../src-shared/wish-schema.ts';
import { usePanel } from '../../store/panel-context.ts';
import { CopyText } from '../../ui/copy-text.tsx';

interface ScriptCopyProps {
  readonly fleet: Fleet;
  readonly wish: Wish;
}

export function ScriptCopy({ fleet, wish }: ScriptCopyProps) {
  const yard = usePanel((panel) => panel.yard);
  return wish.kind === 'release' ? (
    <CopyText text={releaseScript(yard, fleet, wish)} name="Release file for blockyard">
      Copy as script
    </CopyText>
  ) : (
    <CopyText text={cliLine(yard, fleet, wish)} name="Line for blockyard">
      Copy as script
    </CopyText>
  );
}
