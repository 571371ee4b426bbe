// Kinds of rules over HTTP, as the planner's forms ask for them.
import t from 'tap';
import { ruleKinds } from '../../../services/domain/schedule/rules/rule-catalogue.ts';
import { actAs, startGateway } from './start-gateway.ts';

t.test('whoever has shifts can read the kinds of rules', async (t) => {
  const { url } = await startGateway(t);
  const ask = async (cookie: string) =>
    await fetch(`${url}/v1/schedule/rule-kinds`, { headers: { cookie } });
  const answer = await ask(await actAs(url, 'main', 'agent', 'joe'));
  t.equal(answer.status, 200);
  const told = (await answer.json()) as { kinds: unknown; families: object; presetCaution: object };
  t.same(told.kinds, ruleKinds, 'not a field is lost on the way');
  t.match(told.families, { night: { zh: '夜班' } });
  t.match(told.presetCaution, { en: /lawyer/ });
});
