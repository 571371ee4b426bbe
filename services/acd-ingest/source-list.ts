import { DomainError } from '../domain/domain-error.ts';
import type { Log } from '../lib/log.ts';
import type { Config } from './config.ts';
import { readSources, type Source } from './sources.ts';

/** The sources as the file has them, until it is read again. */
export interface SourceList {
  file: string;
  current: () => readonly Source[];
  /** Throws the file's refusal and keeps what was. */
  readAgain: () => readonly Source[];
}

/** Reads the sources file for the first time; a refusal ends the start. */
export function listSources({
  sourcesFile: file,
  sourcesFileNamed: mustExist,
}: Pick<Config, 'sourcesFile' | 'sourcesFileNamed'>): SourceList {
  let sources = readSources(file, { mustExist });
  return {
    file,
    current: () => sources,
    readAgain: () => {
      sources = readSources(file, { mustExist });
      return sources;
    },
  };
}

/**
 * Reads the sources file again at SIGHUP. A file that is refused changes
 * nothing: the sources stay as they are and the log says why.
 *
 * @param become - brings the adapters in line with the sources.
 * @returns what ends it.
 */
export function followSources(
  list: SourceList,
  become: (sources: readonly Source[]) => Promise<void>,
  log: Log,
): () => void {
  let changing: Promise<void> = Promise.resolve();
  const change = async () => {
    try {
      await become(list.readAgain());
      log.info({ file: list.file, sources: list.current().length }, 'sources read again');
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      log.error({ file: list.file, why: error.message }, 'the sources stay as they were');
    }
  };
  const hup = () => {
    changing = changing.then(change);
  };
  process.on('SIGHUP', hup);
  return () => process.off('SIGHUP', hup);
}
