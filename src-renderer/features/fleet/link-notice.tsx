/** Why what is on screen is not the present, since when, and the one way on. */
import { plain } from '../../../src-shared/wording.ts';
import { SignIn } from '../frame/sign-in.tsx';
import { useClock, usePanel } from '../../store/panel-context.ts';
import { clockTime, span } from '../../ui/format.ts';
import { useNow } from '../../ui/use-now.ts';
import { Notice } from './notice.tsx';
import { OpenAgain } from './open-again.tsx';
import { StartYard } from './start-yard.tsx';
import { limitedTitle } from './throttling-words.ts';

export function LinkNotice() {
  const link = usePanel((panel) => panel.link);
  const observedAtMs = usePanel((panel) => panel.observedAtMs);
  const throttling = usePanel((panel) => panel.load?.throttling ?? null);
  const { nowMs } = useClock();
  const now = useNow(nowMs, 1000, link.kind !== 'live');
  if (link.kind === 'live') return null;
  const asOf =
    observedAtMs === null
      ? ''
      : `What is shown is as of ${clockTime(observedAtMs)}, ${span(now - observedAtMs)} ago.`;
  switch (link.kind) {
    case 'starting':
      return <Notice icon="power" title="The yard is starting." text={asOf} />;
    case 'stale':
      return (
        <Notice
          icon="warning"
          title={`${link.denial === undefined ? 'The yard has not been seen' : 'Looking has not been allowed'} for ${span(now - link.sinceMs)}.`}
          text={`${plain(link.reason, 300)} ${throttling === null ? '' : `${limitedTitle(throttling)} `}Traffic may well go on. ${asOf}`}
          denial={link.denial}
        />
      );
    case 'gone':
      return (
        <Notice
          icon="warning"
          title="The yard host ended. Its blocks end with it."
          text={`${plain(link.reason, 300)} The entry is closed and requests are refused since ${clockTime(link.sinceMs)}. Started again, the same port, split and generations come back. ${asOf}`}
        >
          <StartYard />
        </Notice>
      );
    case 'stopped':
      return (
        <Notice
          icon="power"
          title="The yard is stopped."
          text={`No block runs and the entry is closed. Started again, the same port, split and generations come back. ${asOf}`}
        >
          <StartYard />
        </Notice>
      );
    case 'incompatible':
      return (
        <Notice
          icon="warning"
          title="This yard host speaks another version."
          text={`${plain(link.reason, 300)} It goes on serving; this panel cannot read it or give it orders. Use the Blockyard that it was started with, or end it here: its traffic stops until the yard has started again.`}
        >
          <StartYard isOtherHost />
        </Notice>
      );
    case 'signed-out':
      return (
        <Notice
          icon="warning"
          title={`Signed out for ${span(now - link.sinceMs)}: nothing is asked of AWS any more.`}
          text={`${plain(link.reason, 300)} Traffic goes on as it was. ${asOf}`}
        >
          <SignIn needsMfa={link.needsMfa} />
        </Notice>
      );
    case 'failed':
      return (
        <Notice
          icon="warning"
          title="This yard could not be opened."
          text={`${plain(link.fault.message, 400)} ${plain(link.fault.todo ?? '', 300)} ${asOf}`}
        >
          <OpenAgain />
        </Notice>
      );
  }
}
