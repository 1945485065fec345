"""What a visitor does with the uploader."""


def upload(page, files):
    return page.file_uploader(key="up").set_value(files).run()
