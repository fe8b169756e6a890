/** Stands while AWS refuses calls for being too many. Where nothing is seen for it, the link's own notice says so. */
import { usePanel } from '../../store/panel-context.ts';
import { Notice } from './notice.tsx';
import { limitedText, limitedTitle } from './throttling-words.ts';

export function ThrottleNotice() {
  const throttling = usePanel((panel) => panel.load?.throttling ?? null);
  const link = usePanel((panel) => panel.link.kind);
  if (throttling === null || link !== 'live') return null;
  return <Notice icon="warning" title={limitedTitle(throttling)} text={limitedText(throttling)} />;
}
