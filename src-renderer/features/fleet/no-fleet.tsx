/** Nothing to show yet: why, and the next step. */
import { plain } from '../../../src-shared/wording.ts';
import { usePanel, useSetView } from '../../store/panel-context.ts';
import { ActButton } from '../../ui/act-button.tsx';
import { DenialNote } from '../../ui/denial-note.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { SignIn } from '../frame/sign-in.tsx';
import { OpenAgain } from './open-again.tsx';
import { StartYard } from './start-yard.tsx';
import { readingTitle } from './throttling-words.ts';

export function NoFleet() {
  const link = usePanel((panel) => panel.link);
  const setView = useSetView();
  const { importsImages, ownHost, checksPermissions } = usePanel((panel) => panel.capabilities);
  const load = usePanel((panel) => panel.load);
  const isCloud = usePanel((panel) => panel.band.account !== null);
  if (link.kind === 'starting') {
    if (isCloud) {
      return (
        <EmptyState
          title={readingTitle(load)}
          text="Load balancers, their rules and target groups, instances and images are read. Nothing is changed."
        />
      );
    }
    return (
      <EmptyState
        title="The yard is starting"
        text="Its host is being started; this takes a moment."
      />
    );
  }
  if (link.kind === 'stopped' || link.kind === 'gone') {
    return (
      <EmptyState
        title={link.kind === 'stopped' ? 'The yard is stopped' : 'The yard host ended'}
        text="No block runs and no entry is open. Started again, everything it kept comes back."
      >
        <StartYard />
      </EmptyState>
    );
  }
  if (link.kind === 'signed-out') {
    return (
      <EmptyState
        title="Signed out"
        text={`${plain(link.reason, 300)} Nothing is asked of AWS until you sign in.`}
      >
        <SignIn needsMfa={link.needsMfa} />
      </EmptyState>
    );
  }
  if (link.kind === 'failed') {
    const { message, todo = '' } = link.fault;
    return (
      <EmptyState
        title="This yard could not be opened"
        text={`${plain(message, 400)} ${plain(todo, 300)}`}
      >
        <OpenAgain />
      </EmptyState>
    );
  }
  if (link.kind !== 'live') {
    return link.kind === 'incompatible' ? (
      <EmptyState
        title="This yard host speaks another version"
        text={`${plain(link.reason, 300)} It goes on serving; this panel cannot read it or give it orders. Use the Blockyard it was started with, or end that host and start the yard again: its traffic stops meanwhile.`}
      >
        <StartYard isOtherHost />
      </EmptyState>
    ) : link.denial === undefined ? (
      <EmptyState
        title="The yard does not answer"
        text={`${plain(link.reason, 300)} It is asked again all the time.`}
      />
    ) : (
      <EmptyState
        title="Looking is not allowed"
        text={`${plain(link.reason, 300)} It is asked again all the time.`}
      >
        <DenialNote denial={link.denial} />
      </EmptyState>
    );
  }
  if (!importsImages && !ownHost) {
    return (
      <EmptyState
        title="No fleet here"
        text="A fleet is what a load balancer's rules send to target groups of instances. In this account and region there is none, or these credentials may not see it."
      >
        {checksPermissions ? (
          <ActButton
            onAct={() => {
              setView({ screen: 'settings' });
            }}
          >
            Check permissions in the settings
          </ActButton>
        ) : undefined}
      </EmptyState>
    );
  }
  return (
    <EmptyState
      title="No fleet yet"
      text="A fleet is the servers of one service behind one entry. It begins with an image: a folder or .tgz with a manifest."
    >
      <ActButton
        look="filled"
        onAct={() => {
          setView({ screen: 'images' });
        }}
      >
        Import an image
      </ActButton>
    </EmptyState>
  );
}
