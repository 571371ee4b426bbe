// npm start: everything, with a simulated centre when there is no other source.
import { join } from 'node:path';
import { runCommand } from './command.ts';
import { readInstallation } from './installation.ts';
import { startSystem } from './system.ts';

await runCommand(async ({ signal, say }) => {
  const installation = readInstallation(join(import.meta.dirname, '..'), process.env);
  const system = await startSystem(installation, { say, signal });
  console.log(`
  Wall   ${installation.wall}   (open to this machine only: there is no sign-in yet)
  Data   ${installation.data}
  Feed   ${system.simulated ? 'simulated centre, tenant demo' : (installation.sources ?? 'none')}

  Ctrl-C ends everything.
`);
  return system.stop;
});
