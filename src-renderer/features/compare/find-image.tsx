/** An image by its id, pasted from elsewhere: whatever the panel has seen so far, it can be asked for. */
import { useState } from 'react';
import { asImageId, type ImageId } from '../../../src-shared/ids.ts';
import { useActs, useSetView, useView } from '../../store/panel-context.ts';
import { ActButton } from '../../ui/act-button.tsx';
import { TextField } from '../../ui/text-field.tsx';

interface FindImageProps {
  readonly onFound: (image: ImageId) => void;
}

export function FindImage({ onFound }: FindImageProps) {
  const acts = useActs();
  const setView = useSetView();
  const found = useView((view) => view.compareFound);
  const [id, setId] = useState('');
  const [isAsking, setIsAsking] = useState(false);
  const [error, setError] = useState<string | undefined>(undefined);
  const find = async (): Promise<void> => {
    const wanted = asImageId(id.trim());
    if (wanted === '' || isAsking) return;
    setIsAsking(true);
    const answer = await acts.findImage(wanted);
    setIsAsking(false);
    if (!answer.ok) {
      setError(`${answer.fault.message} ${answer.fault.todo ?? ''}`.trim());
      return;
    }
    const image = answer.value;
    const others = found.filter((one) => one.id !== image.id);
    setView({ compareFound: [...others, image] });
    onFound(image.id);
    setId('');
    setError(undefined);
  };
  return (
    <>
      <TextField
        label="Another image, by its id"
        value={id}
        placeholder="ami-0123456789abcdef0"
        isMono
        error={error}
        onChange={(text) => {
          setId(text);
          setError(undefined);
        }}
        onEnter={() => void find()}
      />
      <ActButton onAct={() => void find()}>{isAsking ? 'Asking\u2026' : 'Find image'}</ActButton>
    </>
  );
}
