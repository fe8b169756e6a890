/** Copies the link that leads here. */
import { writeLink, yardInLink } from '../../../src-shared/deep-link.ts';
import type { FleetId } from '../../../src-shared/ids.ts';
import { usePanel } from '../../store/panel-context.ts';
import { CopyButton } from '../../ui/copy-button.tsx';

interface CopyLinkProps {
  readonly fleet: FleetId;
  /** A generation or a change of it. */
  readonly part?: string;
}

export function CopyLink({ fleet, part }: CopyLinkProps) {
  const link = usePanel(({ yard, yards }) => {
    const shown = yards.find(({ id }) => id === yard);
    const named = shown === undefined ? yard : yardInLink(shown);
    return writeLink({ yard: named, fleet, part: part ?? null });
  });
  return link === null ? null : <CopyButton text={link}>Copy link</CopyButton>;
}
