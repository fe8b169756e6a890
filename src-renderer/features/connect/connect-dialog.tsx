/** Connects an account and region: whose credentials, where, how careful; first tried, then kept. */
import { useEffect, useState } from 'react';
import type { AwsProfiles } from '../../../src-shared/aws-connection.ts';
import type { Result } from '../../../src-shared/result.ts';
import { plain } from '../../../src-shared/wording.ts';
import { useActs } from '../../store/panel-context.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { FaultNote } from '../../ui/fault-note.tsx';
import { ConnectForm } from './connect-form.tsx';
import styles from './connect.module.css';

export function ConnectDialog({ onClose }: { readonly onClose: () => void }) {
  const acts = useActs();
  const [found, setFound] = useState<Result<AwsProfiles> | null>(null);
  useEffect(() => {
    let isCurrent = true;
    void acts.profiles().then((result) => {
      if (isCurrent) setFound(result);
    });
    return () => {
      isCurrent = false;
    };
  }, [acts]);
  return (
    <Dialog title="Connect AWS" onClose={onClose} width="wide">
      {found === null ? (
        <p className={styles['quiet']}>Reading the profiles of this computer&hellip;</p>
      ) : found.ok ? (
        <Found found={found.value} onClose={onClose} />
      ) : (
        <FaultNote fault={found.fault} />
      )}
    </Dialog>
  );
}

function Found({ found, onClose }: { readonly found: AwsProfiles; readonly onClose: () => void }) {
  const hasAny = found.profiles.length > 0 || found.hasEnvironment;
  return (
    <>
      {found.problems.map((problem) => (
        <FaultNote key={problem} fault={{ message: problem }} />
      ))}
      {hasAny ? (
        <ConnectForm found={found} onClose={onClose} />
      ) : (
        <NoProfiles files={found.files} />
      )}
    </>
  );
}

/** How to make one, with AWS's own tool: Blockyard takes and stores no keys. */
function NoProfiles({ files }: { readonly files: readonly string[] }) {
  return (
    <div className={styles['none']}>
      <p>
        <b>No profile found.</b> Blockyard uses the profiles of AWS&rsquo;s own tools and stores no
        keys. Make one in a terminal, then open this dialog again:
      </p>
      <dl className={styles['ways']}>
        <dt>Single sign-on</dt>
        <dd>
          <code>aws configure sso</code>
        </dd>
        <dt>Access keys</dt>
        <dd>
          <code>aws configure --profile NAME</code>
        </dd>
      </dl>
      <p className={styles['quiet']}>
        Looked for in{' '}
        {files.map((file, index) => (
          <span key={file}>
            {index > 0 && ' and '}
            <bdi className="mono">{plain(file, 200)}</bdi>
          </span>
        ))}
        .
      </p>
    </div>
  );
}
