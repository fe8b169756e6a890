/** What is compared: paths, sizes, themes, and what pages may ask besides. */
import { ActButton } from '../../ui/act-button.tsx';
import { CheckBox } from '../../ui/check-box.tsx';
import { Picker } from '../../ui/picker.tsx';
import { TextField } from '../../ui/text-field.tsx';
import styles from './list-editor.module.css';
import { mayAddPath, newPath, type DraftErrors, type ListDraft, type PathDraft } from './list-draft.ts'; // prettier-ignore

interface ListEditorProps {
  readonly draft: ListDraft;
  readonly errors: DraftErrors | null;
  readonly onChange: (draft: ListDraft) => void;
}

export function ListEditor({ draft, errors, onChange }: ListEditorProps) {
  const change = (more: Partial<ListDraft>): void => onChange({ ...draft, ...more });
  const changePath = (at: number, more: Partial<PathDraft> | null): void => {
    change({
      paths: draft.paths.flatMap((path, index) =>
        index !== at ? [path] : more === null ? [] : [{ ...path, ...more }],
      ),
    });
  };
  return (
    <div className={styles['editor']}>
      <ol className={styles['paths']} aria-label="Paths">
        {draft.paths.map((path, at) => (
          <li key={at}>
            <PathRow
              path={path}
              number={at + 1}
              error={errors?.paths[at]}
              ignoreError={errors?.ignores[at]}
              onChange={(more) => {
                changePath(at, more);
              }}
              onRemove={
                draft.paths.length === 1
                  ? null
                  : () => {
                      changePath(at, null);
                    }
              }
            />
          </li>
        ))}
      </ol>
      <div>
        <ActButton
          refusedBecause={
            mayAddPath(draft) ? undefined : 'There are as many as can be compared at once.'
          }
          onAct={() => {
            change({ paths: [...draft.paths, newPath] });
          }}
        >
          Add a path
        </ActButton>
      </div>
      <div className={styles['fields']}>
        <TextField
          label="Sizes of the window"
          value={draft.sizes}
          error={errors?.sizes}
          onChange={(sizes) => {
            change({ sizes });
          }}
        />
        <Picker
          label="Picture"
          isLabelShown
          value={draft.extent}
          options={[
            { value: 'page', text: 'The whole page', note: 'up to 4000 pixels' },
            { value: 'viewport', text: 'What the window shows first' },
          ]}
          onPick={(extent) => {
            change({ extent });
          }}
        />
        <TextField
          label="Seconds that a page may take"
          type="number"
          min={1}
          max={60}
          value={draft.waits}
          error={errors?.waits}
          onChange={(waits) => {
            change({ waits });
          }}
        />
        <TextField
          label="Other hosts that pages may ask (usual: none)"
          value={draft.hosts}
          placeholder="cdn.example.com"
          isMono
          error={errors?.hosts}
          onChange={(hosts) => {
            change({ hosts });
          }}
        />
      </div>
      <fieldset className={styles['themes']}>
        <legend>Themes</legend>
        <CheckBox isOn={draft.isLight} onChange={(isLight) => change({ isLight })}>
          Light
        </CheckBox>
        <CheckBox isOn={draft.isDark} onChange={(isDark) => change({ isDark })}>
          Dark
        </CheckBox>
        {errors?.themes !== undefined && <p className={styles['problem']}>{errors.themes}</p>}
      </fieldset>
    </div>
  );
}

interface PathRowProps {
  readonly path: PathDraft;
  readonly number: number;
  readonly error: string | undefined;
  readonly ignoreError: string | undefined;
  readonly onChange: (more: Partial<PathDraft>) => void;
  readonly onRemove: (() => void) | null;
}

function PathRow({ path, number, error, ignoreError, onChange, onRemove }: PathRowProps) {
  const isPage = path.kind === 'page';
  const of = `of path ${String(number)}`;
  return (
    <div className={styles['path-row']}>
      <Picker
        label={`Kind ${of}`}
        value={path.kind}
        options={[
          { value: 'page', text: 'Page', note: 'a picture' },
          { value: 'api', text: 'API', note: 'status, headers, body' },
        ]}
        onPick={(kind) => {
          onChange({ kind });
        }}
      />
      <TextField
        label={
          <>
            Path <span className="visually-hidden">{String(number)}</span>
          </>
        }
        value={path.path}
        isMono
        error={error}
        onChange={(text) => {
          onChange({ path: text });
        }}
      />
      <TextField
        label={
          <>
            {isPage ? 'Ignore (CSS selector)' : 'Ignore (places, headers)'}{' '}
            <span className="visually-hidden">{of}</span>
          </>
        }
        value={path.ignore}
        placeholder={isPage ? '.clock, footer' : '$.time, x-block'}
        isMono
        error={ignoreError}
        onChange={(ignore) => {
          onChange({ ignore });
        }}
      />
      <CheckBox
        isOn={path.allowsBadCertificate}
        label={`Certificate need not be valid, ${of}`}
        onChange={(allowsBadCertificate) => onChange({ allowsBadCertificate })}
      >
        Certificate need not be valid
      </CheckBox>
      {isPage && (
        <CheckBox
          isOn={path.allowsWrites}
          label={`It may send and change data, ${of}`}
          onChange={(allowsWrites) => onChange({ allowsWrites })}
        >
          It may send and change data
        </CheckBox>
      )}
      {onRemove !== null && (
        <ActButton look="quiet" label={`Remove path ${String(number)}`} onAct={onRemove}>
          Remove
        </ActButton>
      )}
      {isPage && path.areas.length > 0 && (
        <p className={styles['areas']}>
          {path.areas.map(({ viewport, box }, at) => (
            <span key={at}>
              {`${String(box.width)} \u00d7 ${String(box.height)} at ${String(box.x)}, ${String(box.y)}, in ${String(viewport)} wide`}
              <ActButton
                look="quiet"
                label={`Compare again: area ${String(at + 1)} ${of}`}
                onAct={() => {
                  onChange({ areas: path.areas.filter((_, index) => index !== at) });
                }}
              >
                Compare again
              </ActButton>
            </span>
          ))}
        </p>
      )}
    </div>
  );
}
