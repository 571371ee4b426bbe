import type { ScorecardServiceServer } from '../../proto/gen/floorcast/score/v1/scorecard_service.ts';
import { type ActRpcDeps, actRpc } from './act-rpc.ts';
import { appealsRpc } from './appeals-rpc.ts';
import { calibrationsRpc } from './calibrations-rpc.ts';
import { cardsRpc } from './cards-rpc.ts';
import { definitionsRpc } from './definitions-rpc.ts';
import { evaluationsRpc } from './evaluations-rpc.ts';
import { ladderRpc } from './ladder-rpc.ts';
import { notesRpc } from './notes-rpc.ts';
import { postedRpc } from './posted-rpc.ts';
import { roundsRpc } from './rounds-rpc.ts';
import { samplesRpc } from './samples-rpc.ts';
import { setupRpc } from './setup-rpc.ts';
import { surveysRpc } from './surveys-rpc.ts';

/** The gRPC face of scores. It translates and refuses; what is decided comes from the domain. */
export function scoreRpc(deps: ActRpcDeps): ScorecardServiceServer {
  return {
    ...setupRpc(deps),
    ...actRpc(deps),
    ...samplesRpc(deps),
    ...evaluationsRpc(deps),
    ...calibrationsRpc(deps),
    ...roundsRpc(deps),
    ...surveysRpc(deps),
    ...cardsRpc(deps),
    ...definitionsRpc(deps),
    ...appealsRpc(deps),
    ...ladderRpc(deps),
    ...notesRpc(deps),
    ...postedRpc(deps),
  };
}
