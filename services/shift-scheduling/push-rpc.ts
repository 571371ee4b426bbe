import type { ShiftSchedulingServiceServer } from '../../proto/gen/floorcast/schedule/v1/shift_scheduling_service.ts';
import { DomainError } from '../domain/domain-error.ts';
import { unary } from '../lib/grpc.ts';
import type { Log } from '../lib/log.ts';
import { mayTakePart } from './asked.ts';
import type { Push } from './push.ts';

/** What telling browsers works on. */
export interface PushRpcDeps {
  push: Push;
  log: Log;
}

/** Browsers that want to be told of changes. */
export function pushRpc({ push, log }: PushRpcDeps) {
  return {
    subscribePush: unary(log, async (asked, context) => {
      const { tenant, endpoint, p256dh, auth, remove, language } = asked;
      mayTakePart(context, tenant);
      const { person } = context;
      if (!person) throw new DomainError('invalid', 'nobody is acting: choose a person first');
      const browser = { person, endpoint, p256dh, auth };
      if (remove) await push.browsers.remove(tenant, browser);
      else
        await push.browsers.put(tenant, { ...browser, language: language === 'en' ? 'en' : 'zh' });
      return {};
    }),
  } satisfies Partial<ShiftSchedulingServiceServer>;
}
