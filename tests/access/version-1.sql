BEGIN TRANSACTION;
CREATE TABLE access_checkpoint (
	first_seq BIGINT NOT NULL, 
	last_seq BIGINT NOT NULL, 
	hash_before VARCHAR(64) NOT NULL, 
	hash_after VARCHAR(64) NOT NULL, 
	removed BIGINT NOT NULL, 
	at_ms BIGINT NOT NULL, 
	mark VARCHAR(64) NOT NULL, 
	PRIMARY KEY (first_seq), 
	UNIQUE (last_seq)
);
CREATE TABLE access_controller (
	controller VARCHAR(64) NOT NULL, 
	event_index BIGINT NOT NULL, 
	PRIMARY KEY (controller)
);
INSERT INTO "access_controller" VALUES('405419896',3);
CREATE TABLE access_credential (
	credential VARCHAR(64) NOT NULL, 
	sealed VARCHAR(400) NOT NULL, 
	PRIMARY KEY (credential)
);
INSERT INTO "access_credential" VALUES('90c910c1fdc9da3104b03a97d07bb798','wj8ITRL+bWai0Lzg74mjgrvYC4djdPbZhPFajH82LWJy/Cw=');
INSERT INTO "access_credential" VALUES('83cea19c07b7b72c6da40743d43141d1','Px4hxhX9nOD7KKYOSOntB3XxhP9d951n71mgaNgKrvUKhXI=');
INSERT INTO "access_credential" VALUES('a46c592eccc5a7d1c61fe9de196b4477','t3I4UxveF7QQ46f5CIEs22WG80BNSOA4DdxD4NJmzup0K10=');
CREATE TABLE access_log (
	seq BIGINT NOT NULL, 
	row_key VARCHAR(110) NOT NULL, 
	at_ms BIGINT NOT NULL, 
	local_time VARCHAR(40) NOT NULL, 
	kind VARCHAR(16) NOT NULL, 
	site_id VARCHAR(64) NOT NULL, 
	site VARCHAR(120) NOT NULL, 
	controller VARCHAR(64) NOT NULL, 
	controller_name VARCHAR(120) NOT NULL, 
	door INTEGER, 
	door_name VARCHAR(120) NOT NULL, 
	direction VARCHAR(8) NOT NULL, 
	outcome VARCHAR(16) NOT NULL, 
	reason VARCHAR(120) NOT NULL, 
	credential VARCHAR(64) NOT NULL, 
	user_id VARCHAR(64) NOT NULL, 
	user_name VARCHAR(120) NOT NULL, 
	command VARCHAR(120) NOT NULL, 
	event_index BIGINT, 
	hash VARCHAR(64) NOT NULL, 
	PRIMARY KEY (seq), 
	UNIQUE (row_key)
);
INSERT INTO "access_log" VALUES(1,'405419896:1:1788247801000',1788247801000,'2026-09-01T15:30:01.000+08:00','event','site1','Library','405419896','Gate',2,'Door 2','in','granted','','90c910c1fdc9da3104b03a97d07bb798','','','',1,'49d85f357bbfadaf4dd64aba17c33260d31cdda7b6920dc3252b46d4cbcaac0a');
INSERT INTO "access_log" VALUES(2,'405419896:2:1788247802000',1788247802000,'2026-09-01T15:30:02.000+08:00','event','site1','Library','405419896','Gate',3,'Door 3','in','granted','','83cea19c07b7b72c6da40743d43141d1','','','',2,'afd669ecdaa101ab186f11ed0412d325062435a3e7428fc772d06f4d860f7440');
INSERT INTO "access_log" VALUES(3,'405419896:3:1788247803000',1788247803000,'2026-09-01T15:30:03.000+08:00','event','site1','Library','405419896','Gate',4,'Door 4','in','granted','','a46c592eccc5a7d1c61fe9de196b4477','','','',3,'b2959da23c8fe75c47a5afea784a68821cb024905aea09171dba5c95b63d2162');
CREATE TABLE smart_campus_schema (
	part VARCHAR(40) NOT NULL, 
	version INTEGER NOT NULL, 
	PRIMARY KEY (part)
);
INSERT INTO "smart_campus_schema" VALUES('access_log',1);
CREATE INDEX access_log_door ON access_log (controller, door, at_ms);
CREATE INDEX access_log_time ON access_log (at_ms);
CREATE INDEX access_log_credential ON access_log (credential, at_ms);
COMMIT;
