/**
 * For each alert the series that raise it and the nearest ones that do not, in promtool's notation: a value and how often it
 * repeats each minute ("61x600"), or a start and what is added ("0+40x600").
 */
export const alertCases: Record<string, readonly { series: string; sick: string; healthy: string }[]> = {
  LatchkeyAppDown: [{ series: 'up{job="latchkey-app",instance="a:3000"}', sick: "0x600", healthy: "1x600" }],
  LatchkeyNoWorker: [{ series: 'latchkey_workers{instance="a:3000"}', sick: "0x600", healthy: "1x600" }],
  LatchkeyWorkerDown: [{ series: 'up{job="latchkey-worker",instance="w:3020"}', sick: "0x600", healthy: "1x600" }],
  LatchkeyEdgeDown: [{ series: 'up{job="latchkey-edge",instance="e:3010"}', sick: "0x600", healthy: "1x600" }],
  LatchkeyEdgeDisconnected: [{ series: 'latchkey_edge_connected{instance="e:3010"}', sick: "0x600", healthy: "1x600" }],
  LatchkeyEdgeBehind: [
    { series: 'latchkey_edge_behind_seconds{edge="1",name="edge-1"}', sick: "31x600", healthy: "29x600" },
  ],
  LatchkeyEdgeProblems: [{ series: 'latchkey_edge_problems{instance="e:3010"}', sick: "1x600", healthy: "0x600" }],
  LatchkeyDnsUnreachable: [{ series: 'latchkey_problems{problem="dns_unreachable"}', sick: "1x600", healthy: "0x600" }],
  LatchkeyChecksUnanswered: [
    { series: 'latchkey_checks_total{kind="records",outcome="unreachable"}', sick: "0+40x600", healthy: "0+29x600" },
    { series: 'latchkey_checks_total{kind="records",outcome="match"}', sick: "0+60x600", healthy: "0+71x600" },
  ],
  LatchkeyListenLost: [
    { series: 'latchkey_listen_lost_seconds{channel="latchkey_jobs"}', sick: "16x600", healthy: "14x600" },
  ],
  LatchkeyQueueLate: [
    { series: 'latchkey_pool_oldest_due_seconds{pool="checks",class="waited"}', sick: "61x600", healthy: "59x600" },
  ],
  LatchkeyRechecksLate: [{ series: 'latchkey_problems{problem="rechecks_late"}', sick: "1x600", healthy: "0x600" }],
  LatchkeyJobsFailed: [{ series: 'latchkey_jobs{kind="failed"}', sick: "1x600", healthy: "0x600" }],
  LatchkeyJobErrors: [
    {
      series: 'latchkey_job_seconds_count{job="check-records",outcome="error"}',
      sick: "0+30x600",
      healthy: "0+19x600",
    },
    {
      series: 'latchkey_job_seconds_count{job="check-records",outcome="again"}',
      sick: "0+70x600",
      healthy: "0+81x600",
    },
  ],
  LatchkeyDrift: [
    { series: 'latchkey_connections{state="drifted"}', sick: "6x600", healthy: "4x600" },
    { series: 'latchkey_connections{state="live"}', sick: "94x600", healthy: "96x600" },
  ],
  LatchkeyHandshakesRefused: [
    { series: 'latchkey_checks_total{kind="handshake",outcome="refused"}', sick: "0+6x600", healthy: "0+4x600" },
    { series: 'latchkey_checks_total{kind="handshake",outcome="valid"}', sick: "0+4x600", healthy: "0+6x600" },
  ],
  LatchkeyAuthorityFails: [
    {
      series: 'latchkey_edge_issuance_failures_total{issuer="ca",reason="unreachable"}',
      sick: "0+1x600",
      healthy: "5x600",
    },
  ],
  LatchkeyCertificatesRefused: [
    {
      series: 'latchkey_edge_issuance_failures_total{issuer="ca",reason="caa"}',
      sick: "0+1x600",
      healthy: "0+0.3x600",
    },
  ],
  LatchkeyAuthorityBlocked: [{ series: 'latchkey_ca_blocked_seconds{ca="ca"}', sick: "60x600", healthy: "0x600" }],
  LatchkeyCertificateQueue: [
    { series: "latchkey_certificate_queue_oldest_seconds", sick: "3601x600", healthy: "3599x600" },
  ],
  LatchkeyCertificatesExpire: [
    {
      series: 'latchkey_edge_certificates{left="under_10_percent",instance="e:3010"}',
      sick: "1x600",
      healthy: "0x600",
    },
    { series: 'latchkey_edge_certificates{left="expired",instance="e:3010"}', sick: "0x600", healthy: "0x600" },
  ],
  LatchkeyRenewalsLate: [
    {
      series: 'latchkey_edge_certificates{left="under_20_percent",instance="e:3010"}',
      sick: "1x600",
      healthy: "0x600",
    },
  ],
  LatchkeyWebhooksLate: [
    { series: "latchkey_webhooks_pending", sick: "1001x600", healthy: "999x600" },
    { series: 'latchkey_pool_oldest_due_seconds{pool="deliveries",class="waited"}', sick: "61x600", healthy: "61x600" },
  ],
  LatchkeyApiErrors: [
    {
      series: 'latchkey_http_request_seconds_count{route="GET /v1/connections",status="503"}',
      sick: "0+3x600",
      healthy: "0+1x600",
    },
    {
      series: 'latchkey_http_request_seconds_count{route="GET /v1/connections",status="200"}',
      sick: "0+97x600",
      healthy: "0+99x600",
    },
  ],
  LatchkeyApiSlow: [
    { series: 'latchkey_http_request_seconds_bucket{status="200",le="1"}', sick: "0+90x600", healthy: "0+96x600" },
    { series: 'latchkey_http_request_seconds_bucket{status="200",le="2.5"}', sick: "0+100x600", healthy: "0+100x600" },
    { series: 'latchkey_http_request_seconds_bucket{status="200",le="+Inf"}', sick: "0+100x600", healthy: "0+100x600" },
  ],
  LatchkeyEdgeSlow: [
    {
      series: 'latchkey_edge_route_seconds_bucket{outcome="200",le="0.1",instance="e:3010"}',
      sick: "0+90x600",
      healthy: "0+995x600",
    },
    {
      series: 'latchkey_edge_route_seconds_bucket{outcome="200",le="0.5",instance="e:3010"}',
      sick: "0+100x600",
      healthy: "0+1000x600",
    },
    {
      series: 'latchkey_edge_route_seconds_bucket{outcome="200",le="+Inf",instance="e:3010"}',
      sick: "0+100x600",
      healthy: "0+1000x600",
    },
  ],
  LatchkeyAsksRefused: [
    { series: 'latchkey_edge_ask_seconds_count{outcome="refused"}', sick: "0+700x600", healthy: "0+500x600" },
  ],
  LatchkeyDatabasePool: [
    { series: 'latchkey_database_connections{state="waiting",instance="a:3000"}', sick: "1x600", healthy: "0x600" },
  ],
  LatchkeyEventLoop: [
    {
      series: 'nodejs_eventloop_lag_p99_seconds{job="latchkey-app",instance="a:3000"}',
      sick: "0.6x600",
      healthy: "0.4x600",
    },
  ],
  LatchkeyRestarts: [
    {
      series: 'process_start_time_seconds{job="latchkey-app",instance="a:3000"}',
      sick: "0+100x600",
      healthy: "100x600",
    },
  ],
  LatchkeyVersions: [
    { series: 'latchkey_build_info{version="1"}', sick: "1x600", healthy: "1x600" },
    { series: 'latchkey_build_info{version="2"}', sick: "1x600", healthy: "_x600" },
  ],
};
