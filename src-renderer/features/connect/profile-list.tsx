/** Whose credentials: the profiles of the AWS files, and the environment where it holds some. */
import { RadioButton, RadioField, RadioGroup } from 'react-aria-components';
import type { AwsProfiles } from '../../../src-shared/aws-connection.ts';
import { plain } from '../../../src-shared/wording.ts';
import styles from './profile-list.module.css';
import { profileWords } from './profile-wording.ts';

/** A profile by its place in the list; names are outside text and can be anything. */
export type Picked = number | 'environment' | null;

interface ProfileListProps {
  readonly found: AwsProfiles;
  readonly picked: Picked;
  readonly onPick: (picked: Picked) => void;
}

export function ProfileList({ found, picked, onPick }: ProfileListProps) {
  return (
    <RadioGroup
      aria-label="Credentials"
      className={styles['list'] ?? ''}
      value={picked === null ? null : String(picked)}
      onChange={(value) => {
        onPick(value === 'environment' ? value : Number(value));
      }}
    >
      {found.profiles.map((profile, index) => (
        <Entry
          key={index}
          value={String(index)}
          name={plain(profile.name, 80)}
          words={profileWords(profile)}
          detail={plain(profile.detail, 200)}
          isDisabled={profile.kind === 'unusable'}
        />
      ))}
      {found.hasEnvironment && (
        <Entry
          value="environment"
          name="Environment"
          words="the variables Blockyard was started with"
          detail=""
          isDisabled={false}
        />
      )}
    </RadioGroup>
  );
}

interface EntryProps {
  readonly value: string;
  readonly name: string;
  readonly words: string;
  readonly detail: string;
  readonly isDisabled: boolean;
}

function Entry({ value, name, words, detail, isDisabled }: EntryProps) {
  return (
    <RadioField value={value} isDisabled={isDisabled} className={styles['field'] ?? ''}>
      <RadioButton className={styles['option'] ?? ''}>
        <span className={styles['dot']} aria-hidden="true" />
        <bdi className={styles['name']}>{name}</bdi>
        <span className={styles['words']}>{words}</span>
        {detail !== '' && <bdi className={styles['detail']}>{detail}</bdi>}
      </RadioButton>
    </RadioField>
  );
}
