/** Which two images are compared: picked in the list, one for each side. */
import type { ImageId } from '../../../src-shared/ids.ts';
import { useSetView, useView } from '../../store/panel-context.ts';
import { ActButton } from '../../ui/act-button.tsx';
import styles from './images-screen.module.css';

const sides = [
  { key: 'compareA', text: 'Left' },
  { key: 'compareB', text: 'Right' },
] as const;

export function PickSides({ image, name }: { readonly image: ImageId; readonly name: string }) {
  const picked = {
    compareA: useView((view) => view.compareA),
    compareB: useView((view) => view.compareB),
  };
  const setView = useSetView();
  return (
    <span role="group" aria-label={`Compare ${name}`} className={styles['sides']}>
      {sides.map(({ key, text }) => (
        <ActButton
          key={key}
          label={`${text}: ${name}`}
          isPressed={picked[key] === image}
          onAct={() => {
            setView({ [key]: picked[key] === image ? null : image });
          }}
        >
          {text}
        </ActButton>
      ))}
    </span>
  );
}

/** Leads to the comparison of what was picked. */
export function ComparePicked() {
  const a = useView((view) => view.compareA);
  const b = useView((view) => view.compareB);
  const setView = useSetView();
  const because =
    a === null || b === null
      ? 'Pick one for the left and one for the right side first.'
      : a === b
        ? 'Both sides are the same image.'
        : undefined;
  return (
    <ActButton
      refusedBecause={because}
      {...(because !== undefined && { title: because })}
      onAct={() => {
        setView({ screen: 'compare', compareWhat: 'images' });
      }}
    >
      Compare the two&hellip;
    </ActButton>
  );
}
