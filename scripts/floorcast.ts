// The command line tool. Each command is a file in scripts/commands.
import { DomainError } from '../services/domain/domain-error.ts';
import { erase, eraseHelp } from './commands/erase.ts';
import { forecast, forecastHelp } from './commands/forecast.ts';
import { replay, replayHelp } from './commands/replay.ts';
import { roster, rosterHelp } from './commands/roster.ts';
import { shiftDesign, shiftDesignHelp } from './commands/shift-design.ts';
import { RowsRefused, staff, staffHelp } from './commands/staff.ts';
import { storm, stormHelp } from './commands/storm.ts';

interface Command {
  run: (args: string[]) => Promise<void>;
  /** First line: what it does. */
  help: string;
}

const commands: Record<string, Command> = {
  design: { run: shiftDesign, help: shiftDesignHelp },
  forecast: { run: forecast, help: forecastHelp },
  replay: { run: replay, help: replayHelp },
  roster: { run: roster, help: rosterHelp },
  staff: { run: staff, help: staffHelp },
  storm: { run: storm, help: stormHelp },
  erase: { run: erase, help: eraseHelp },
};

process.exitCode = await main(process.argv.slice(2));

/**
 * @returns the exit code: 1 when some rows of a file were refused in their place,
 *   2 for what the caller can put right, told in one sentence.
 */
async function main([name, ...args]: string[]): Promise<number> {
  if (name === undefined || name === '--help' || name === '-h' || name === 'help') {
    process.stdout.write(overview());
    return 0;
  }
  try {
    const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
    if (!command) {
      throw new DomainError('invalid', `there is no command "${name}": try floorcast --help`);
    }
    if (args.includes('--help') || args.includes('-h')) process.stdout.write(command.help);
    else await command.run(args);
    return 0;
  } catch (error) {
    if (error instanceof RowsRefused) {
      process.stderr.write(`floorcast: ${error.message}\n`);
      return 1;
    }
    if (!(error instanceof DomainError)) throw error;
    process.stderr.write(`floorcast: ${error.message}\n`);
    return 2;
  }
}

function overview(): string {
  const lines = Object.entries(commands).map(
    ([name, { help }]) => `  ${name.padEnd(10)}${help.split('\n')[0]}`,
  );
  return [
    'Usage: floorcast <command> [options]',
    '',
    'Commands:',
    ...lines,
    '',
    'floorcast <command> --help tells its options.',
    '',
  ].join('\n');
}
