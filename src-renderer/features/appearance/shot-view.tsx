/** One page of both generations: beside each other, under a slider, in turn, or what differs outlined. */
import { useEffect, useState, type ReactNode } from 'react';
import type { Box, ShotResult } from '../../../src-shared/appearance-schema.ts';
import { differenceText, findingText, shotTitle } from '../../../src-shared/appearance.ts';
import { plain } from '../../../src-shared/wording.ts';
import { ActButton } from '../../ui/act-button.tsx';
import { plural } from '../../ui/format.ts';
import { isMotionWelcome } from '../../ui/motion.ts';
import styles from './appearance.module.css';
import { PictureCanvas } from './picture-canvas.tsx';

export type Mode = 'side' | 'slider' | 'blink' | 'difference';
const modes: readonly (readonly [Mode, string])[] = [
  ['side', 'Side by side'],
  ['slider', 'Slider'],
  ['blink', 'Blink'],
  ['difference', 'Difference'],
];
/** Slow enough that nobody is hurt by it: far below three changes a second. */
const blinkMs = 900;

interface ShotViewProps {
  readonly run: string;
  readonly shot: ShotResult;
  readonly nameA: string;
  readonly nameB: string;
  readonly mode: Mode;
  readonly onMode: (mode: Mode) => void;
  readonly onIgnore: (box: Box) => void;
}

export function ShotView(props: ShotViewProps) {
  const { shot, mode, onMode } = props;
  return (
    <section className={styles['shot']} aria-label={plain(shotTitle(shot), 300)}>
      <h3>
        <bdi>{plain(shotTitle(shot), 300)}</bdi>
      </h3>
      <p className={styles['verdict']} data-differs={differs(shot)}>
        {plain(differenceText(shot.difference), 400)}
      </p>
      <Findings {...props} />
      {shot.difference.kind === 'compared' && (
        <>
          <div className={styles['modes']} role="group" aria-label="How it is shown">
            {modes.map(([one, text]) => (
              <button
                key={one}
                type="button"
                aria-pressed={mode === one}
                onClick={() => {
                  onMode(one);
                }}
              >
                {text}
              </button>
            ))}
          </div>
          <Shown {...props} difference={shot.difference} />
        </>
      )}
      {shot.difference.kind === 'told' && <Single {...props} />}
    </section>
  );
}

export function differs({ difference }: ShotResult): 'no' | 'yes' | 'unknown' {
  if (difference.kind === 'told' || difference.compared === 0) return 'unknown';
  return difference.changed === 0 && difference.faint === 0 ? 'no' : 'yes';
}

type Compared = Extract<ShotResult['difference'], { kind: 'compared' }>;

function Shown(props: ShotViewProps & { readonly difference: Compared }) {
  switch (props.mode) {
    case 'side':
      return (
        <div className={styles['pair']}>
          <Side {...props} side="a" />
          <Side {...props} side="b" />
        </div>
      );
    case 'slider':
      return <Slider {...props} />;
    case 'blink':
      return <Blink {...props} />;
    case 'difference':
      return <Outlined {...props} />;
  }
}

/** Where only one side has a picture. */
function Single(props: ShotViewProps) {
  const side = props.shot.a.picture !== null ? 'a' : props.shot.b.picture !== null ? 'b' : null;
  return side === null ? null : <Side {...props} side={side} />;
}

function pictureLabel({ nameA, nameB, shot }: ShotViewProps, side: 'a' | 'b'): string {
  return `${side === 'a' ? nameA : nameB}: picture of ${plain(shotTitle(shot), 300)}`;
}

function Side(props: ShotViewProps & { readonly side: 'a' | 'b' }) {
  const { run, shot, side, nameA, nameB } = props;
  const { picture } = shot[side];
  if (picture === null) return null;
  return (
    <figure className={styles['side']}>
      <figcaption>
        <bdi>{side === 'a' ? nameA : nameB}</bdi>
      </figcaption>
      <Frame label={pictureLabel(props, side)}>
        <PictureCanvas
          {...{ run, shot: shot.shot, kind: side, size: picture }}
          label={pictureLabel(props, side)}
        />
      </Frame>
    </figure>
  );
}

/** Tall pages scroll in it, also by the keyboard. */
function Frame({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  return (
    <div className={styles['frame']} role="group" aria-label={`${label}, scrolls`} tabIndex={0}>
      <div className={styles['stack']}>{children}</div>
    </div>
  );
}

function Slider(props: ShotViewProps & { readonly difference: Compared }) {
  const { run, shot, nameA, nameB, difference } = props;
  const [at, setAt] = useState(50);
  const one = { run, shot: shot.shot };
  return (
    <div className={styles['over']}>
      <label className={styles['range']}>
        <span>
          <bdi>{nameA}</bdi>
        </span>
        <input
          type="range"
          min={0}
          max={100}
          value={at}
          aria-label={`Where ${nameA} ends and ${nameB} begins`}
          aria-valuetext={`${String(at)} % from the left`}
          onChange={(event) => {
            setAt(Number(event.target.value));
          }}
        />
        <span>
          <bdi>{nameB}</bdi>
        </span>
      </label>
      <Frame label="Both pictures">
        <PictureCanvas {...one} kind="a" size={difference} label={pictureLabel(props, 'a')} />
        <PictureCanvas
          {...{ ...one, kind: 'b', size: difference, clipFromLeft: at }}
          className={styles['upper']}
          label={pictureLabel(props, 'b')}
        />
        <div className={styles['edge']} style={{ left: `${String(at)}%` }} aria-hidden="true" />
      </Frame>
    </div>
  );
}

function Blink(props: ShotViewProps & { readonly difference: Compared }) {
  const { run, shot, nameA, nameB, difference } = props;
  const [side, setSide] = useState<'a' | 'b'>('a');
  const [isGoing, setIsGoing] = useState(isMotionWelcome);
  useEffect(() => {
    if (!isGoing) return undefined;
    const timer = setInterval(() => {
      setSide((now) => (now === 'a' ? 'b' : 'a'));
    }, blinkMs);
    return () => {
      clearInterval(timer);
    };
  }, [isGoing]);
  const one = { run, shot: shot.shot, size: difference };
  return (
    <div className={styles['over']}>
      <div className={styles['row']}>
        <ActButton
          onAct={() => {
            setIsGoing(false);
            setSide(side === 'a' ? 'b' : 'a');
          }}
        >
          Show the other one
        </ActButton>
        <ActButton
          isPressed={isGoing}
          onAct={() => {
            setIsGoing(!isGoing);
          }}
        >
          Change by itself
        </ActButton>
        <span className={styles['who']}>
          <bdi>{side === 'a' ? nameA : nameB}</bdi>
        </span>
      </div>
      <Frame label="Both pictures in turn">
        <PictureCanvas {...one} kind="a" label={side === 'a' ? pictureLabel(props, 'a') : null} />
        <PictureCanvas
          {...{ ...one, kind: 'b' }}
          className={`${styles['upper'] ?? ''} ${side === 'b' ? '' : (styles['away'] ?? '')}`}
          label={side === 'b' ? pictureLabel(props, 'b') : null}
        />
      </Frame>
    </div>
  );
}

function Outlined(props: ShotViewProps & { readonly difference: Compared }) {
  const { run, shot, difference, onIgnore } = props;
  const { width, height, regions, unlisted, ignored } = difference;
  const one = { run, shot: shot.shot, size: difference };
  const place = (box: Box) => ({
    left: `${String((box.x / width) * 100)}%`,
    top: `${String((box.y / height) * 100)}%`,
    width: `${String((box.width / width) * 100)}%`,
    height: `${String((box.height / height) * 100)}%`,
  });
  return (
    <div className={styles['over']}>
      <Frame label="What differs">
        <PictureCanvas
          {...{ ...one, kind: 'b' }}
          className={styles['faint']}
          label={`${pictureLabel(props, 'b')}. ${differenceText(difference)}`}
        />
        {difference.changed > 0 && (
          <PictureCanvas
            {...{ ...one, kind: 'difference', label: null }}
            className={styles['upper']}
          />
        )}
        {ignored.map((box, index) => (
          <div key={`i${String(index)}`} className={styles['ignored']} style={place(box)} />
        ))}
        {regions.map((box, index) => (
          <div key={index} className={styles['region']} style={place(box)} aria-hidden="true">
            <b>{index + 1}</b>
          </div>
        ))}
      </Frame>
      {regions.length > 0 && (
        <details>
          <summary>{plural(regions.length + unlisted, 'region')}, largest first</summary>
          <ol className={styles['regions']}>
            {regions.map((region, index) => (
              <li key={index}>
                <span>{regionText(region)}</span>
                <ActButton
                  look="quiet"
                  label={`Ignore from now on: region ${String(index + 1)}`}
                  onAct={() => {
                    onIgnore(region);
                  }}
                >
                  Ignore from now on
                </ActButton>
              </li>
            ))}
          </ol>
          {unlisted > 0 && (
            <p className={styles['quiet']}>{plural(unlisted, 'smaller one')} more.</p>
          )}
        </details>
      )}
      {ignored.length > 0 && (
        <p className={styles['quiet']}>
          {plural(ignored.length, 'area')} ignored, hatched in the picture.
        </p>
      )}
    </div>
  );
}

function regionText({ x, y, width, height }: Box): string {
  return `${String(width)} \u00d7 ${String(height)} pixels, ${String(x)} from the left, ${String(y)} from the top`;
}

function Findings({ shot, nameA, nameB }: ShotViewProps) {
  const lines = (['a', 'b'] as const).flatMap((side) => {
    const { status, findings } = shot[side];
    const name = side === 'a' ? nameA : nameB;
    const answered = status !== null && status >= 400 ? [`answered ${String(status)}`] : [];
    return [...answered, ...findings.map(findingText)].map((text) => ({ name, text }));
  });
  if (lines.length === 0) return null;
  return (
    <ul className={styles['findings']} aria-label="What the pages did besides">
      {lines.map(({ name, text }, index) => (
        <li key={index}>
          <b>
            <bdi>{name}</bdi>
          </b>{' '}
          <bdi>{plain(text, 300)}</bdi>
        </li>
      ))}
    </ul>
  );
}
