/** The calls about diagnostics: what is saved is what was shown, to the letter. */
import { fail, succeed } from '../../src-shared/result.ts';
import { writeExport } from '../journal/export-record.ts';
import type { Handlers } from './answer-call.ts';

export interface DiagnosticsServices {
  /** The whole text of an export, redacted. */
  readonly collectDiagnostics: () => Promise<string>;
  /** Where it is to go, or null when they closed the dialog. @param name the one that is offered. */
  readonly chooseDiagnosticsPath: (name: string) => Promise<string | null>;
}

export function diagnosticsCalls(
  services: DiagnosticsServices,
): Pick<Handlers, Extract<keyof Handlers, `diagnostics.${string}`>> {
  /** What the window shows now. */
  let shown: string | null = null;
  return {
    'diagnostics.preview': async () => {
      shown = await services.collectDiagnostics();
      return succeed(shown);
    },
    'diagnostics.save': async () => {
      const text = shown;
      if (text === null) {
        return fail({ code: 'refused', message: 'Nothing was shown yet that could be saved.' });
      }
      const path = await services.chooseDiagnosticsPath('blockyard-diagnostics.txt');
      if (path === null) return succeed(null);
      const written = await writeExport(path, text);
      return written.ok ? succeed(path) : written;
    },
  };
}
